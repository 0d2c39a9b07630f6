/** The last look before VM-entry: arch/x86/kvm/vmx/pmu_intel.c. */
import { cpuOfVcpu, hostAsksForGuest, type Machine } from '../machine.ts';
import { takesGuestForOwner } from '../vlbr.ts';
import { writeGuestLbrCtl } from '../vmx.ts';
import { At, type World } from '../world.ts';

/** vmx_passthrough_lbr_msrs(): the last look before VM-entry. */
export function decidePassthrough(m: Machine, w: World, vcpu: number): void {
  if (m.design.passthroughDecision === 'irqs-off') decideOnPassthrough(m, w, vcpu);
  const v = w.vcpus[vcpu];
  v.entryRecording = recordsInGuest(m, w, vcpu) ? 1 : 0;
  v.lossShown = m.design.lossNotice === 'shown' && v.guestLbr === 1 && v.passthrough === 0 ? 1 : 0;
  writeGuestLbrCtl(m, w, cpuOfVcpu(m, w, vcpu), vcpu);
  v.at = At.checked;
}

export function decideOnPassthrough(m: Machine, w: World, vcpu: number): void {
  w.vcpus[vcpu].passthrough = takesGuestForOwner(m, w, vcpu) ? 1 : 0;
}

/** Whether the processor records branches after this VM-entry. */
function recordsInGuest(m: Machine, w: World, vcpu: number): boolean {
  const v = w.vcpus[vcpu];
  const guestWantsIt = v.guestLbr === 1;
  switch (m.design.guestRecording) {
    case 'as-written':
      return guestWantsIt;
    case 'owner-only':
      return guestWantsIt && v.passthrough === 1;
    case 'owner-or-host-request':
      return v.passthrough === 1 ? guestWantsIt : hostAsksForGuest(m, w, cpuOfVcpu(m, w, vcpu));
  }
}
