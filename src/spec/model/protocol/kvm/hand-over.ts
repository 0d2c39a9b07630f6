import { cpuOfVcpu, type Machine } from '../machine.ts';
import { giveUp } from '../perf/event.ts';
import { withdraw } from '../request.ts';
import { EventState, type World } from '../world.ts';

/** KVM's answer: the guest LBR event leaves with its records, and perf brings in who waits. */
export function handOver(m: Machine, w: World, vcpu: number): void {
  const cpu = cpuOfVcpu(m, w, vcpu);
  const event = m.events[m.firstVlbr + vcpu];
  if (w.events[event.index].state === EventState.active) giveUp(m, w, event);
  else withdraw(w, cpu);
}
