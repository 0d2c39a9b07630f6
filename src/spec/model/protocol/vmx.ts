/** VM-entry and VM-exit: what the processor, and for IA32_LBR_CTL also KVM, switches between host and guest. */
import { hostAsksForGuest, type Machine } from './machine.ts';
import { Filter, guestFilter } from './tags.ts';
import type { World } from './world.ts';

/**
 * VM-entry. DEBUGCTL is loaded from the VMCS whatever it was before. IA32_LBR_CTL keeps its value unless the control
 * "load guest IA32_LBR_CTL" is set.
 */
export function vmEntry(m: Machine, w: World, cpu: number, vcpu: number): void {
  const hw = w.cpus[cpu];
  const v = w.vcpus[vcpu];
  hw.freezeLbrsOnPmi = 0;
  hw.freezeInSmm = m.design.freezeInSmmInGuest === 'host-value' ? v.hostFreezeInSmm : 0;
  if (hw.handOverRequest === 1 && hw.entriesSinceRequest < 2) hw.entriesSinceRequest++;
  if (m.instance.flavour === 'legacy') {
    hw.recording = v.entryRecording;
  } else if (m.design.lbrCtlControls !== 'clear-only' && controlsAreSet(m, w, cpu, vcpu)) {
    loadGuestLbrCtl(m, w, cpu, vcpu);
    w.seen.lbrCtlSwitches += 1;
  }
}

/**
 * VM-exit. DEBUGCTL is saved to the VMCS and zeroed. IA32_LBR_CTL keeps its value unless the control "clear
 * IA32_LBR_CTL" is set.
 */
export function vmExit(m: Machine, w: World, cpu: number, vcpu: number): void {
  const hw = w.cpus[cpu];
  const v = w.vcpus[vcpu];
  hw.freezeLbrsOnPmi = 0;
  hw.freezeInSmm = 0;
  if (m.instance.flavour === 'legacy') {
    hw.recording = 0;
  } else if (m.design.lbrCtlControls !== 'load-only' && controlsAreSet(m, w, cpu, vcpu)) {
    hw.recording = 0;
    hw.select = Filter.zero;
    w.seen.lbrCtlSwitches += 1;
  }
  v.entryRecording = 0;
  v.lossShown = 0;
  // The kernel keeps the MSR bitmap as it is; it is decided anew before the next entry.
  if (m.design.passthroughDecision === 'irqs-off') v.passthrough = 0;
}

/** Whether the VMX controls for IA32_LBR_CTL are set for this entry and the exit that follows. */
function controlsAreSet(m: Machine, w: World, cpu: number, vcpu: number): boolean {
  switch (m.design.lbrCtlControls) {
    case 'never':
    case 'by-wrmsr':
      return false;
    case 'always':
    case 'load-only':
    case 'clear-only':
      return true;
    case 'with-ownership':
      return w.vcpus[vcpu].passthrough === 1;
    case 'unless-host-asks':
      return !hostAsksForGuest(m, w, cpu);
  }
}

/** IA32_LBR_CTL gets the value for guest mode: the guest's, or nothing where the guest has no say. */
function loadGuestLbrCtl(m: Machine, w: World, cpu: number, vcpu: number): void {
  const hw = w.cpus[cpu];
  const v = w.vcpus[vcpu];
  const ofGuest = v.passthrough === 1 || m.design.guestRecording === 'as-written';
  hw.recording = v.entryRecording;
  if (v.entryRecording === 0) hw.select = Filter.zero;
  else hw.select = ofGuest ? guestFilter(m.vmOfVcpu[vcpu]) : hw.erConfig;
}

/** Before VM-entry, where KVM switches IA32_LBR_CTL by WRMSR. */
export function writeGuestLbrCtl(m: Machine, w: World, cpu: number, vcpu: number): void {
  if (m.instance.flavour !== 'arch' || m.design.lbrCtlControls !== 'by-wrmsr') return;
  loadGuestLbrCtl(m, w, cpu, vcpu);
  w.seen.lbrCtlAccesses += 1;
}

/**
 * After VM-exit: KVM puts IA32_LBR_CTL of the host back from a snapshot, which says what perf has programmed. A value
 * of 0 is not written where the exit has cleared the register.
 */
export function restoreHostLbrCtl(m: Machine, w: World, cpu: number): void {
  if (m.instance.flavour !== 'arch' || m.design.hostLbrCtl !== 'restored') return;
  const hw = w.cpus[cpu];
  const recording = hw.lbrUsers > 0 && hw.guestMask === 0 ? 1 : 0;
  const select = recording === 1 ? hw.erConfig : Filter.zero;
  if (hw.recording === recording && hw.select === select) return;
  hw.recording = recording;
  hw.select = select;
  w.seen.lbrCtlAccesses += 1;
}
