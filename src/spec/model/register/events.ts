import { archEnabled, LBREN } from './arch-lbr.ts';
import type { Machine } from './machine.ts';
import { DEBUGCTL } from './msr.ts';
import type { Outcome } from './outcome.ts';
import { lbrEnabled } from './refresh.ts';
import { clearRecords, releaseVlbr } from './vlbr.ts';

function currentDebugctl({ vcpu }: Machine): bigint {
  return vcpu.vmcs12 ? vcpu.debugctl.vmcs02 : vcpu.debugctl.vmcs01;
}

function setCurrentDebugctl({ vcpu }: Machine, value: bigint): void {
  vcpu.debugctl[vcpu.vmcs12 ? 'vmcs02' : 'vmcs01'] = value;
}

/** KVM delivers a PMI to the vCPU: intel_pmu_deliver_pmi(). */
export function deliverPmi(machine: Machine): Outcome {
  const { vcpu, settings } = machine;
  const debugctl = currentDebugctl(machine);
  const wanted = (debugctl & DEBUGCTL.FREEZE_LBRS_ON_PMI) !== 0n;
  const byVersion = vcpu.pmuVersion === 2 || vcpu.pmuVersion === 3;
  const freezes = settings.pmiFreeze === 'always' || (settings.pmiFreeze !== 'never' && byVersion);
  if (!lbrEnabled(machine) || !freezes || (!wanted && settings.pmiFreeze !== 'always')) {
    const why = wanted ? `KVM does not freeze at vPMU version ${vcpu.pmuVersion}` : 'FREEZE_LBRS_ON_PMI is clear';
    return { result: 'ok', rule: wanted ? 'LBR-FRZ-21' : 'LBR-FRZ-22', why };
  }
  if (archEnabled(machine) && settings.archPmiFreeze === 'lbren') vcpu.archCtl &= ~LBREN;
  else setCurrentDebugctl(machine, debugctl & ~frozenBits(machine));
  if (settings.pmiFreeze === 'empties-records') clearRecords(machine);
  return { result: 'ok', rule: 'LBR-FRZ-20', why: 'the PMI stops the recording' };
}

function frozenBits({ settings }: Machine): bigint {
  return settings.pmiFreeze === 'clears-freeze-bit' ? DEBUGCTL.LBR | DEBUGCTL.FREEZE_LBRS_ON_PMI : DEBUGCTL.LBR;
}

/** A debug exception is delivered to the guest. */
export function deliverDb(machine: Machine): Outcome {
  const { vcpu, settings } = machine;
  if (settings.dbClearsLbr === 'yes') setCurrentDebugctl(machine, currentDebugctl(machine) & ~DEBUGCTL.LBR);
  if (settings.archDb === 'clears-lbren') vcpu.archCtl &= ~LBREN;
  return archEnabled(machine)
    ? { result: 'ok', rule: 'LBR-ARCH-32', why: 'a #DB clears LBR_CTL.LBREn on the CPU' }
    : { result: 'ok', rule: 'LBR-RST-4', why: 'a #DB clears DEBUGCTL.LBR on the CPU' };
}

/** An NMI is injected into the guest. */
export function deliverNmi({ vcpu, settings }: Machine): Outcome {
  if (settings.archDb === 'on-nmi') vcpu.archCtl &= ~LBREN;
  return { result: 'ok', rule: 'LBR-ARCH-32', why: 'an NMI leaves LBR_CTL alone on the CPU' };
}

/** vCPU RESET: kvm_vcpu_reset(vcpu, false), init_vmcs(). */
export function resetVcpu(machine: Machine): Outcome {
  const { vcpu, settings } = machine;
  vcpu.vmcs12 = undefined;
  vcpu.smm = undefined;
  if (settings.resetDebugctl === 'cleared') vcpu.debugctl = { vmcs01: 0n, vmcs02: 0n };
  if (settings.resetRecords === 'released') {
    const { host } = machine;
    releaseVlbr(machine);
    vcpu.image.clear();
    if (host.lbr === 'legacy' && machine.hostEvent === undefined) clearRecords(machine);
  }
  vcpu.xss = 0n;
  if (settings.archReset === 'lbren-cleared') vcpu.archCtl &= ~LBREN;
  return { result: 'ok', rule: 'LBR-RST-1', why: 'RESET clears DEBUGCTL' };
}

/** vCPU INIT: kvm_vcpu_reset(vcpu, true). */
export function initVcpu({ vcpu, settings }: Machine): Outcome {
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
export function enterSmm({ vcpu, settings }: Machine): Outcome {
  vcpu.smm = { archCtl: vcpu.archCtl, l2: vcpu.vmcs12, l2Debugctl: vcpu.debugctl.vmcs02 };
  if (settings.archLbr === 'exposed') vcpu.archCtl &= ~LBREN;
  if (vcpu.vmcs12) {
    vcpu.vmcs12 = undefined;
    vcpu.debugctl.vmcs01 = 0n;
  }
  return { result: 'ok', rule: 'LBR-RST-5', why: 'the SMM handler runs with LBR_CTL.LBREn clear' };
}

/** RSM: emulator_leave_smm(), vmx_leave_smm(). */
export function leaveSmm({ vcpu, settings }: Machine): Outcome {
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
