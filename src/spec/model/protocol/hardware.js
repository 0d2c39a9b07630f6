import { cpuOfVcpu, tagOfVcpu } from './machine.ts';
import { guestFilter, setOf, Tag } from './tags.ts';
/** The processor executes a branch: where recording is on, the newest record is its, and TOS moves. */
export function executeBranch(m, w, cpu, tag) {
  const hw = w.cpus[cpu];
  if (hw.recording === 0 || m.instance.branches === false) return;
  for (let i = hw.ring.length - 1; i > 0; i--) hw.ring[i] = hw.ring[i - 1];
  hw.ring[0] = tag;
  hw.tos = tag;
  if (m.instance.flavour === 'legacy') hw.slot = (hw.slot + 1) % hw.ring.length;
  w.seen.recorded = tag;
  w.seen.recordedCpu = cpu + 1;
}
/**
 * VM-entry. DEBUGCTL is loaded from the VMCS whatever it was before. IA32_LBR_CTL keeps its value unless the control
 * "load guest IA32_LBR_CTL" is set.
 */
export function vmEntry(m, w, cpu, vcpu) {
  const hw = w.cpus[cpu];
  const v = w.vcpus[vcpu];
  hw.freezeLbrsOnPmi = 0;
  hw.freezeInSmm = m.design.freezeInSmmInGuest === 'host-value' ? v.hostFreezeInSmm : 0;
  if (m.instance.flavour === 'legacy') {
    hw.recording = v.entryRecording;
  } else if (loadsLbrCtl(m, w, vcpu)) {
    hw.recording = v.entryRecording;
    if (v.passthrough === 1) hw.select = guestFilter(m.vmOfVcpu[vcpu]);
  }
}
/**
 * VM-exit. DEBUGCTL is saved to the VMCS and zeroed. IA32_LBR_CTL keeps its value unless the control "clear
 * IA32_LBR_CTL" is set.
 */
export function vmExit(m, w, cpu, vcpu) {
  const hw = w.cpus[cpu];
  hw.freezeLbrsOnPmi = 0;
  hw.freezeInSmm = 0;
  if (m.instance.flavour === 'legacy') {
    hw.recording = 0;
  } else if (loadsLbrCtl(m, w, vcpu)) {
    hw.recording = 0;
  }
  const v = w.vcpus[vcpu];
  v.entryRecording = 0;
  v.lossShown = 0;
  // The kernel keeps the MSR bitmap as it is; it is decided anew before the next entry.
  if (m.design.passthroughDecision === 'irqs-off') v.passthrough = 0;
}
/** Whether the VMX controls for IA32_LBR_CTL are set for this entry and the exit that follows; always both or neither. */
export function loadsLbrCtl(m, w, vcpu) {
  switch (m.design.lbrCtlControls) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'with-ownership':
      return w.vcpus[vcpu].passthrough === 1;
  }
}
/** Tags in the registers of a pCPU. */
export function tagsInRing(w, cpu) {
  let tags = 0;
  for (const tag of w.cpus[cpu].ring) tags |= setOf(tag);
  return tags;
}
/** The guest reads all its LBR MSRs from hardware; what it gets goes to `seen`. */
export function readLbrMsrs(m, w, cpu, vcpu) {
  const hw = w.cpus[cpu];
  const own = tagOfVcpu(m, vcpu);
  w.seen.reader = vcpu + 1;
  w.seen.records = tagsInRing(w, cpu);
  w.seen.select = hw.select;
  w.seen.tos = hw.tos;
  for (const tag of hw.ring) if (tag === own) w.seen.ownRecords++;
  w.seen.lbrReads += 1;
}
/** The guest writes LBR_SELECT to hardware. Records and TOS reach the registers by branches as well as by writes. */
export function writeSelect(m, w, cpu, vcpu) {
  w.cpus[cpu].select = guestFilter(m.vmOfVcpu[vcpu]);
  w.vcpus[vcpu].wroteSelect = 1;
  w.seen.writer = vcpu + 1;
  w.seen.writtenCpu = cpu + 1;
  w.seen.lbrWrites += 1;
}
/** The guest executes a branch in guest mode. */
export function guestBranch(m, w, vcpu) {
  const cpu = cpuOfVcpu(m, w, vcpu);
  const v = w.vcpus[vcpu];
  executeBranch(m, w, cpu, tagOfVcpu(m, vcpu));
  if (v.guestLbr === 1 && v.passthrough === 1) v.recorded = 1;
}
/** The record MSRs are zero; TOS is not touched. On Arch LBR: a write of LBR_DEPTH. */
export function zeroRecords(w, cpu) {
  w.cpus[cpu].ring.fill(Tag.none);
  w.seen.lbrWrites += 1;
}
