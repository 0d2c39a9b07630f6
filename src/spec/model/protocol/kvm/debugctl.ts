/** The host's DEBUGCTL around the guest: arch/x86/kvm/vmx/vmx.c. */
import { cpuOfVcpu, type Machine } from '../machine.ts';
import { restoreHostLbrCtl } from '../vmx.ts';
import { At, type World } from '../world.ts';

/** get_debugctlmsr() into the snapshot. */
export function snapshotDebugctl(m: Machine, w: World, vcpu: number): void {
  const hw = w.cpus[cpuOfVcpu(m, w, vcpu)];
  const v = w.vcpus[vcpu];
  v.hostRecording = m.instance.flavour === 'legacy' ? hw.recording : 0;
  if (m.instance.flavour === 'arch' && m.design.hostLbrCtl === 'restored') w.seen.lbrCtlAccesses += 1;
  v.hostFreezeLbrsOnPmi = hw.freezeLbrsOnPmi;
  v.hostFreezeInSmm = hw.freezeInSmm;
  w.seen.debugctlReads += 1;
}

export function forgetSnapshot(w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  v.hostRecording = v.hostFreezeLbrsOnPmi = v.hostFreezeInSmm = 0;
}

/** vmx_vcpu_run(), after VM-exit: a snapshot of 0 is not written, because hardware has zeroed the register. */
export function restoreDebugctl(m: Machine, w: World, vcpu: number): void {
  const hw = w.cpus[cpuOfVcpu(m, w, vcpu)];
  const v = w.vcpus[vcpu];
  if (v.hostRecording + v.hostFreezeLbrsOnPmi + v.hostFreezeInSmm > 0) {
    if (m.instance.flavour === 'legacy') hw.recording = v.hostRecording;
    hw.freezeLbrsOnPmi = v.hostFreezeLbrsOnPmi;
    hw.freezeInSmm = v.hostFreezeInSmm;
    w.seen.debugctlWrites += 1;
  }
  restoreHostLbrCtl(m, w, cpuOfVcpu(m, w, vcpu));
  // Nobody looks at the snapshot again, except where KVM enters once more with IRQs off.
  if (m.design.debugctlSnapshot === 'irqs-off' && !m.instance.with.includes('fastpath')) forgetSnapshot(w, vcpu);
  v.at = At.restored;
}
