import { cpuOfEvent, vcpuOn } from './machine.ts';
import { At } from './world.ts';
/** Whether the pCPU is in guest mode. */
export function inGuest(m, w, cpu) {
  const vcpu = vcpuOn(m, w, cpu);
  return vcpu >= 0 && w.vcpus[vcpu].at === At.guest;
}
/**
 * Whether an interrupt can be taken on the pCPU now. In guest mode one forces a VM-exit first and is taken when KVM
 * opens its interrupt window, so guest mode counts as "not now".
 */
export function irqsOn(m, w, cpu) {
  const vcpu = vcpuOn(m, w, cpu);
  if (vcpu < 0) return true;
  const at = w.vcpus[vcpu].at;
  return at < At.irqsOff || at > At.restored;
}
/** Whether the thread on the pCPU can be scheduled out now. */
export function preemptible(m, w, cpu) {
  const vcpu = vcpuOn(m, w, cpu);
  if (vcpu < 0) return true;
  const at = w.vcpus[vcpu].at;
  return at < At.irqsOff || (at > At.restored && m.instance.with.includes('preempt-emulation'));
}
/** Whether perf can change the event now: where it is live, by IPI or locally, and so only with IRQs on. */
export function eventCanChange(m, w, event) {
  const cpu = cpuOfEvent(m, w, event);
  return cpu < 0 || irqsOn(m, w, cpu);
}
