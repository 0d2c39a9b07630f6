import { archEnabled, LBREN } from './arch-lbr.ts';
import { lbrCtlAfterDb } from './cpu/arch-lbr.ts';
import { debugctlAfterDb } from './cpu/legacy-lbr.ts';
import { miscEnableAtReset } from './misc-enable.ts';
import type { VmState } from './vm-state.ts';
import { DEBUGCTL, MSR } from './msr.ts';
import type { Outcome } from './outcome.ts';
import { lbrEnabled } from './refresh.ts';
import { clearRecords, hasRegistersToItself, releaseVlbr } from './vlbr.ts';

function currentDebugctl({ vcpu }: VmState): bigint {
  return vcpu.vmcs12 ? vcpu.debugctl.vmcs02 : vcpu.debugctl.vmcs01;
}

function setCurrentDebugctl({ vcpu }: VmState, value: bigint): void {
  vcpu.debugctl[vcpu.vmcs12 ? 'vmcs02' : 'vmcs01'] = value;
}

/** KVM delivers a PMI to the vCPU: intel_pmu_deliver_pmi(). */
export function deliverPmi(state: VmState): Outcome {
  const { vcpu, settings } = state;
  const debugctl = currentDebugctl(state);
  const wanted = (debugctl & DEBUGCTL.FREEZE_LBRS_ON_PMI) !== 0n;
  const byVersion = vcpu.pmuVersion === 2 || vcpu.pmuVersion === 3;
  const freezes = settings.pmiFreeze === 'always' || (settings.pmiFreeze !== 'never' && byVersion);
  if (!lbrEnabled(state) || !freezes || (!wanted && settings.pmiFreeze !== 'always')) {
    const why = wanted ? `KVM does not freeze at vPMU version ${vcpu.pmuVersion}` : 'FREEZE_LBRS_ON_PMI is clear';
    return { result: 'ok', rule: wanted ? 'LBR-FRZ-21' : 'LBR-FRZ-22', why };
  }
  if (archEnabled(state) && settings.archPmiFreeze === 'lbren') vcpu.archCtl &= ~LBREN;
  else setCurrentDebugctl(state, debugctl & ~frozenBits(state));
  if (settings.pmiFreeze === 'empties-records') clearRecords(state);
  return { result: 'ok', rule: 'LBR-FRZ-20', why: 'the PMI stops the recording' };
}

function frozenBits({ settings }: VmState): bigint {
  return settings.pmiFreeze === 'clears-freeze-bit' ? DEBUGCTL.LBR | DEBUGCTL.FREEZE_LBRS_ON_PMI : DEBUGCTL.LBR;
}

/** A debug exception is delivered to the guest. */
export function deliverDb(state: VmState): Outcome {
  const { vcpu, settings } = state;
  if (settings.dbClearsLbr === 'yes') setCurrentDebugctl(state, debugctlAfterDb(currentDebugctl(state)));
  if (settings.archDb === 'clears-lbren') vcpu.archCtl = lbrCtlAfterDb(vcpu.archCtl);
  return archEnabled(state)
    ? { result: 'ok', rule: 'LBR-ARCH-32', why: 'a #DB clears LBR_CTL.LBREn on the CPU' }
    : { result: 'ok', rule: 'LBR-RST-4', why: 'a #DB clears DEBUGCTL.LBR on the CPU' };
}

/** An NMI is injected into the guest. */
export function deliverNmi({ vcpu, settings }: VmState): Outcome {
  if (settings.archDb === 'on-nmi') vcpu.archCtl &= ~LBREN;
  return { result: 'ok', rule: 'LBR-ARCH-32', why: 'an NMI leaves LBR_CTL alone on the CPU' };
}

/** vCPU RESET: kvm_vcpu_reset(vcpu, false), init_vmcs(). */
export function resetVcpu(state: VmState): Outcome {
  const { vcpu, settings } = state;
  vcpu.vmcs12 = undefined;
  vcpu.smm = undefined;
  vcpu.miscEnable = miscEnableAtReset(state);
  // kvm_pmu_reset(), which calls for the records' release below, too.
  if (settings.resetRecords === 'released') vcpu.globalCtrl = vcpu.globalStatus = 0n;
  if (settings.resetDebugctl === 'cleared') vcpu.debugctl = { vmcs01: 0n, vmcs02: 0n };
  if (settings.resetRecords === 'released') {
    const { host } = state;
    releaseVlbr(state);
    vcpu.image.clear();
    const isGuests = hasRegistersToItself(state);
    if (host.lbr === 'legacy' && (isGuests || state.hostEvent === undefined)) clearRecords(state);
    if (isGuests) state.hardware.set(MSR.LBR_SELECT, 0n);
  }
  if (settings.archReset !== 'xss-kept') vcpu.xss = 0n;
  if (settings.archReset !== 'kept') vcpu.archCtl &= ~LBREN;
  return { result: 'ok', rule: 'LBR-RST-1', why: 'RESET clears DEBUGCTL' };
}

/** vCPU INIT: kvm_vcpu_reset(vcpu, true). */
export function initVcpu({ vcpu, settings }: VmState): Outcome {
  if (vcpu.vmcs12) {
    // kvm_leave_nested() first, which loads the host state of vmcs12.
    vcpu.lastVmcs12 = vcpu.vmcs12;
    vcpu.debugctl.vmcs01 = 0n;
  }
  vcpu.vmcs12 = undefined;
  vcpu.smm = undefined;
  if (settings.initDebugctl === 'cleared') vcpu.debugctl.vmcs01 = 0n;
  if (settings.archInit === 'lbren-cleared') vcpu.archCtl &= ~LBREN;
  return { result: 'ok', rule: 'LBR-RST-2', why: 'INIT keeps DEBUGCTL and the LBRs' };
}

/** SMI delivery: enter_smm(), vmx_enter_smm(). L2 is left as by an exit that L1 does not see. */
export function enterSmm({ vcpu, settings }: VmState): Outcome {
  vcpu.smm = { archCtl: vcpu.archCtl, l2: vcpu.vmcs12, l2Debugctl: vcpu.debugctl.vmcs02 };
  if (settings.archLbr === 'exposed') vcpu.archCtl &= ~LBREN;
  if (vcpu.vmcs12) {
    vcpu.vmcs12 = undefined;
    vcpu.debugctl.vmcs01 = 0n;
  }
  return { result: 'ok', rule: 'LBR-RST-5', why: 'the SMM handler runs with LBR_CTL.LBREn clear' };
}

/** RSM: emulator_leave_smm(), vmx_leave_smm(). */
export function leaveSmm({ vcpu, settings }: VmState): Outcome {
  const saved = vcpu.smm;
  if (!saved) throw new Error('leaveSmm() outside SMM');
  vcpu.smm = undefined;
  if (saved.l2) {
    vcpu.vmcs12 = saved.l2;
    vcpu.debugctl.vmcs02 = settings.smmL2Debugctl === 'kept' ? saved.l2Debugctl : vcpu.debugctl.vmcs01;
  }
  if (settings.archLbr === 'exposed') {
    const onlyLbrEn = (vcpu.archCtl & ~LBREN) | (saved.archCtl & LBREN);
    vcpu.archCtl = settings.archRsm === 'lbren-only' ? onlyLbrEn : saved.archCtl;
  }
  return { result: 'ok', rule: 'LBR-RST-5', why: 'RSM gives back what the SMI took' };
}
