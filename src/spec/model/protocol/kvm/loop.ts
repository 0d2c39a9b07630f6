/** Around VM-entry and VM-exit: where KVM's loop starts over, and what it looks after there. arch/x86/kvm/x86.c */
import type { Machine } from '../machine.ts';
import { requestedOf } from '../request.ts';
import { handOver } from './hand-over.ts';
import { createVlbr, reclaimVlbr, releaseVlbr } from '../vlbr.ts';
import { At, EventState, Trap, type World } from '../world.ts';
import { snapshotDebugctl } from './debugctl.ts';
import { decideOnPassthrough } from './passthrough.ts';

/** vcpu_load(), from KVM_RUN and from the preempt notifier after a task switch. */
export function loadVcpu(m: Machine, w: World, vcpu: number): void {
  if (m.design.debugctlSnapshot === 'vcpu-load') snapshotDebugctl(m, w, vcpu);
  if (m.design.passthroughDecision === 'vcpu-load') decideOnPassthrough(m, w, vcpu);
}

/** The preempt notifier's kvm_sched_in(): also asks for a look at what the vPMU no longer needs. */
export function scheduleInVcpu(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  if (v.at === At.user) return;
  loadVcpu(m, w, vcpu);
  if (w.events[m.firstVlbr + vcpu].state !== EventState.none) v.needCleanup = 1;
}

/** The loop starts over; a guest LBR event that perf threw out asks for service where KVM looks after that. */
export function toLoopStart(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  v.at = At.loaded;
  v.trap = Trap.none;
  const event = w.events[m.firstVlbr + vcpu].state;
  if (m.design.vlbrRecovery === 'before-entry' && event === EventState.error) v.needCleanup = 1;
  if (lacksEvent(m, w, vcpu)) v.needCleanup = 1;
}

/** Whether KVM asks perf once more for the event of a guest that has recording on and no event. */
function lacksEvent(m: Machine, w: World, vcpu: number): boolean {
  const v = w.vcpus[vcpu];
  if (m.design.missingEvent !== 'created-before-entry' || !m.guestHasLbr || m.mediated) return false;
  return v.guestLbr === 1 && v.eventRefused === 0 && w.events[m.firstVlbr + vcpu].state === EventState.none;
}

/** kvm_pmu_handle_event() and intel_pmu_cleanup(): lazy release, decided by DEBUGCTL.LBR alone. */
export function serveRequests(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  v.needCleanup = 0;
  if (requestedOf(m, w, vcpu)) handOver(m, w, vcpu);
  else if (lacksEvent(m, w, vcpu)) createVlbr(m, w, vcpu, m.taskOfVcpu[vcpu]);
  else if (v.guestLbr === 0 && m.design.lazyRelease !== 'never') releaseVlbr(m, w, vcpu);
  else if (m.design.vlbrRecovery === 'before-entry') reclaimVlbr(m, w, vcpu);
}
