/** The guest LBR event of a vCPU ("vLBR"): KVM's side, arch/x86/kvm/vmx/pmu_intel.c. */
import { cpuOfTask, cpuOfVcpu, tagOfVcpu, type Machine } from './machine.ts';
import { closeEvent, enableEvent, openEvent } from './perf/event.ts';
import { dropImage } from './perf/lbr-image.ts';
import { Filter, guestFilter, Tag } from './tags.ts';
import { EventState, type World } from './world.ts';

/**
 * intel_pmu_create_guest_lbr_event(), where the vCPU has none. The event is bound to the thread that happens to call,
 * which is the vCPU thread unless another thread of the VMM makes an ioctl.
 */
export function createVlbr(m: Machine, w: World, vcpu: number, callingTask: number): void {
  const event = m.events[m.firstVlbr + vcpu];
  // A mediated vPMU needs no event: perf has given the whole PMU up.
  if (m.mediated || w.events[event.index].state !== EventState.none) return;
  w.vcpus[vcpu].eventRefused = 0;
  openEvent(m, w, event, m.design.vlbrBinding === 'vcpu-thread' ? m.taskOfVcpu[vcpu] : callingTask);
}

/** intel_pmu_release_guest_lbr_event() */
export function releaseVlbr(m: Machine, w: World, vcpu: number): void {
  const event = m.events[m.firstVlbr + vcpu];
  if (w.events[event.index].state !== EventState.none) closeEvent(m, w, event);
}

/** The VM is gone. What is left of its guest anywhere belongs to nobody who runs now. */
export function destroyVm(m: Machine, w: World, vcpu: number): void {
  const task = m.taskOfVcpu[vcpu];
  releaseVlbr(m, w, vcpu);
  if (m.design.vmDestroy === 'leaves-nothing') dropImage(m, w, task);
  const v = w.vcpus[vcpu];
  v.guestLbr = v.needCleanup = v.eventRefused = v.recorded = v.wroteSelect = v.passthrough = 0;
  const own = tagOfVcpu(m, vcpu);
  const filter = guestFilter(m.vmOfVcpu[vcpu]);
  const renamed = (tag: number): number => (tag === own ? Tag.gone : tag);
  for (const registers of [...w.cpus, ...w.images]) {
    for (let i = 0; i < registers.ring.length; i++) registers.ring[i] = renamed(registers.ring[i]);
    registers.tos = renamed(registers.tos);
    if (registers.select === filter) registers.select = Filter.gone;
  }
}

/** perf_event_enable() of an event that perf had put into ERROR. */
export function reclaimVlbr(m: Machine, w: World, vcpu: number): void {
  const event = m.events[m.firstVlbr + vcpu];
  if (w.events[event.index].state === EventState.error) enableEvent(m, w, event);
}

/** Whether KVM takes the vCPU to own the LBRs of the pCPU that it runs on. */
export function takesGuestForOwner(m: Machine, w: World, vcpu: number): boolean {
  if (m.mediated) return m.guestHasLbr && w.cpus[cpuOfVcpu(m, w, vcpu)].guestCtxLoaded === 1;
  const event = w.events[m.firstVlbr + vcpu];
  if (event.state !== EventState.active) return false;
  return m.design.ownershipTest === 'event-active' || cpuOfTask(w, event.task) === cpuOfVcpu(m, w, vcpu);
}
