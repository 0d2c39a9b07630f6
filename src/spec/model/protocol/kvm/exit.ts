/** What KVM emulates after a VM-exit: arch/x86/kvm/vmx/vmx.c and pmu_intel.c. */
import { readLbrMsrs, writeDepth, writeSelect } from '../hardware.ts';
import { cpuOfVcpu, type Machine } from '../machine.ts';
import { createVlbr, reclaimVlbr } from '../vlbr.ts';
import { At, EventState, Trap, type World } from '../world.ts';
import { toLoopStart } from './loop.ts';

/** vmx_handle_exit(), as far as LBRs go. */
export function handleExit(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  switch (v.trap) {
    case Trap.enable:
      v.guestLbr = 1;
      createVlbr(m, w, vcpu, m.taskOfVcpu[vcpu]);
      toLoopStart(m, w, vcpu);
      break;
    case Trap.enterL2:
      // nested.c:prepare_vmcs02() writes vmcs12's DEBUGCTL to the VMCS and asks perf for nothing.
      v.guestLbr = 1;
      toLoopStart(m, w, vcpu);
      break;
    case Trap.disable:
      v.guestLbr = 0;
      toLoopStart(m, w, vcpu);
      break;
    case Trap.readLbr:
    case Trap.writeSelect:
    case Trap.writeDepth:
      if (m.design.creationCheck === 'inverted' && w.events[m.firstVlbr + vcpu].state === EventState.none)
        v.creationMisread = 1;
      // The series for Arch LBR wrote LBR_DEPTH without an event.
      if (v.trap !== Trap.writeDepth || m.design.archAccess === 'owner-only')
        createVlbr(m, w, vcpu, m.taskOfVcpu[vcpu]);
      if (m.design.vlbrRecovery !== 'never') reclaimVlbr(m, w, vcpu);
      v.at = At.msrAccess;
      break;
    default:
      toLoopStart(m, w, vcpu);
  }
}

/** vmx_set_msr() goes on where perf refuses the guest LBR event: the bit is in the VMCS all the same. */
export function turnOnWithoutEvent(m: Machine, w: World, vcpu: number): void {
  w.vcpus[vcpu].guestLbr = 1;
  w.vcpus[vcpu].eventRefused = 1;
  toLoopStart(m, w, vcpu);
}

/** intel_pmu_handle_lbr_msrs_access(): a guest that does not own the LBRs reads 0 and writes to nowhere. */
export function accessLbrMsr(m: Machine, w: World, vcpu: number, active: boolean): void {
  const v = w.vcpus[vcpu];
  const cpu = cpuOfVcpu(m, w, vcpu);
  const reaches =
    (active && v.creationMisread === 0) || (m.instance.flavour === 'arch' && m.design.archAccess === 'unguarded');
  if (v.trap === Trap.readLbr) {
    if (reaches) readLbrMsrs(m, w, cpu, vcpu);
    else {
      w.seen.reader = vcpu + 1;
      w.seen.dummy = 1;
    }
  } else if (!reaches) w.seen.droppedWriter = vcpu + 1;
  else if (v.trap === Trap.writeDepth) writeDepth(m, w, cpu, vcpu);
  else writeSelect(m, w, cpu, vcpu);
  v.accessActive = v.creationMisread = 0;
  toLoopStart(m, w, vcpu);
}
