/** The guest LBR event of a vCPU ("vLBR"): KVM's side, arch/x86/kvm/vmx/pmu_intel.c. */
import { cpuOfTask, cpuOfVcpu } from './machine.ts';
import { closeEvent, enableEvent, openEvent } from './perf-sched.ts';
import { EventState } from './world.ts';
/**
 * intel_pmu_create_guest_lbr_event(), where the vCPU has none. The event is bound to the thread that happens to call,
 * which is the vCPU thread unless another thread of the VMM makes an ioctl.
 */
export function createVlbr(m, w, vcpu, callingTask) {
  const event = m.events[m.firstVlbr + vcpu];
  if (w.events[event.index].state !== EventState.none) return;
  openEvent(m, w, event, m.design.vlbrBinding === 'vcpu-thread' ? m.taskOfVcpu[vcpu] : callingTask);
}
/** intel_pmu_release_guest_lbr_event() */
export function releaseVlbr(m, w, vcpu) {
  const event = m.events[m.firstVlbr + vcpu];
  if (w.events[event.index].state !== EventState.none) closeEvent(m, w, event);
}
/** perf_event_enable() of an event that perf had put into ERROR. */
export function reclaimVlbr(m, w, vcpu) {
  const event = m.events[m.firstVlbr + vcpu];
  if (w.events[event.index].state === EventState.error) enableEvent(m, w, event);
}
/** Whether KVM takes the vCPU to own the LBRs of the pCPU that it runs on. */
export function takesGuestForOwner(m, w, vcpu) {
  const event = w.events[m.firstVlbr + vcpu];
  if (event.state !== EventState.active) return false;
  return m.design.ownershipTest === 'event-active' || cpuOfTask(w, event.task) === cpuOfVcpu(m, w, vcpu);
}
