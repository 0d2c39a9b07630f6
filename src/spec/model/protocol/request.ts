/** Hand-over on request: perf asks for the LBRs of a vCPU in KVM_RUN, and KVM gives them at a point of its choice. */
import { cpuOfEvent, cpuOfVcpu, vcpuOn, type EventInfo, type Machine } from './machine.ts';
import { At, EventState, type World } from './world.ts';

/** Whether perf may not take this event off by itself: it asks, because the vCPU is in KVM_RUN. */
export function mustAsk(m: Machine, w: World, event: EventInfo): boolean {
  return m.design.takeOver !== 'at-once' && event.vcpu >= 0 && w.vcpus[event.vcpu].at !== At.user;
}

/** Whether the guest that holds the LBRs of a pCPU gives them up only when asked. */
export function heldByRunningVcpu(m: Machine, w: World, cpu: number): boolean {
  const vcpu = vcpuOn(m, w, cpu);
  if (vcpu < 0) return false;
  const event = m.events[m.firstVlbr + vcpu];
  return w.events[event.index].state === EventState.active && cpuOfEvent(m, w, event) === cpu && mustAsk(m, w, event);
}

/** Whether perf waits for the LBRs of the pCPU that the vCPU runs on. */
export function requestedOf(m: Machine, w: World, vcpu: number): boolean {
  const cpu = cpuOfVcpu(m, w, vcpu);
  return cpu >= 0 && w.cpus[cpu].handOverRequest === 1;
}

/** With IRQs off: whether KVM sees a request here and does not enter the guest. */
export function requestIsNoticed(m: Machine, w: World, vcpu: number): boolean {
  return m.design.takeOver !== 'request-seen-at-loop-start' && requestedOf(m, w, vcpu);
}

/** The request is gone: answered, or nobody waits any more. */
export function withdraw(w: World, cpu: number): void {
  w.cpus[cpu].handOverRequest = 0;
  w.cpus[cpu].entriesSinceRequest = 0;
}
