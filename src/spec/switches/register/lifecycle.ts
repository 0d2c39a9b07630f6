import { commit, kernel, manual } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const X86 = 'arch/x86/kvm/x86.c';

/** PMI, RESET, INIT, exceptions, SMM, and what the VMM can save. */
export const lifecycleSwitches = {
  pmiFreeze: switchOf({
    question: 'When does KVM clear DEBUGCTL.LBR as it delivers a PMI?',
    values: {
      'v2-v3': 'With FREEZE_LBRS_ON_PMI set and a vPMU of version 2 or 3.',
      always: 'At every PMI; no release does this.',
      never: 'Never; no release with guest LBR does this.',
      'clears-freeze-bit': 'As v2-v3, and it clears FREEZE_LBRS_ON_PMI too; no release does this.',
      'empties-records': 'As v2-v3, and it clears the records too; no release does this.',
    },
    sources: [kernel(PMU_INTEL, 'intel_pmu_deliver_pmi', 'v6.12', 'read')],
  }),
  archPmiFreeze: switchOf({
    question: 'Which enable bit does a freezing PMI clear on Arch LBR?',
    values: {
      lbren: 'LBR_CTL.LBREn.',
      debugctl: 'DEBUGCTL.LBR, which does not exist there; an error of the 2021 drafts.',
    },
    sources: [manual('Intel SDM, Last Branch Records: freezing on PMI', 'inferred')],
  }),
  resetDebugctl: switchOf({
    question: 'Does RESET clear the vCPU’s DEBUGCTL?',
    values: { cleared: 'Yes.', kept: 'No; no release does this.' },
    sources: [kernel(VMX, 'init_vmcs', 'v6.12', 'read')],
  }),
  resetRecords: switchOf({
    question: 'What does RESET do to the vCPU’s records, TOS and LBR_SELECT?',
    values: { released: 'KVM releases the vLBR event, so the next use starts from zeros.', kept: 'Nothing.' },
    sources: [
      kernel(X86, 'kvm_vcpu_reset', 'v6.1', 'read', 'calls kvm_pmu_reset()'),
      kernel(X86, 'kvm_vcpu_reset', 'v6.12', 'read', 'no longer calls it'),
    ],
  }),
  initDebugctl: switchOf({
    question: 'Does INIT clear the vCPU’s DEBUGCTL?',
    values: { kept: 'No.', cleared: 'Yes; no release does this.' },
    sources: [kernel(VMX, '__vmx_vcpu_reset', 'v6.1', 'read', 'init_vmcs() only for RESET')],
  }),
  dbClearsLbr: switchOf({
    question: 'Does KVM clear DEBUGCTL.LBR when it delivers a #DB?',
    values: {
      no: 'No. KVM intercepts #DB, and neither the exit nor the injection changes DEBUGCTL.',
      yes: 'Yes, like the CPU.',
    },
    sources: [
      kernel(VMX, 'handle_exception_nmi', 'v6.12', 'read', 'queues the exception'),
      kernel(X86, 'kvm_deliver_exception_payload', 'v6.12', 'read', 'updates DR6 only'),
      manual('Intel SDM, Debug: Last Branch, Interrupt, and Exception Recording', 'inferred', '#DB clears LBR'),
    ],
  }),
  smmL2Debugctl: switchOf({
    question: 'Which DEBUGCTL has L2 after an SMI and RSM?',
    values: {
      'from-vmcs01': 'That of vmcs01, because RSM enters L2 without a VM-entry by L1.',
      kept: 'Its own.',
    },
    sources: [
      kernel(VMX, 'vmx_leave_smm', 'v6.12', 'read'),
      kernel('arch/x86/kvm/vmx/nested.c', 'prepare_vmcs02', 'v6.12', 'inferred', 'nested_run_pending is 0 there'),
      commit('764643a6be07', 'KVM: nVMX: Snapshot pre-VM-Enter DEBUGCTL for !nested_run_pending case', 'said'),
    ],
  }),
  miscEnable: switchOf({
    question: 'What does IA32_MISC_ENABLE tell a guest of BTS and PEBS?',
    values: {
      'as-written': 'Nothing: it is 0 until somebody writes it, so BTS and PEBS show as available.',
      'bts-and-pebs-unavailable': 'That both are unavailable; only the VMM can change the bits.',
    },
    sources: [
      commit('b9181c8ef356', 'KVM: x86/pmu: Avoid exposing Intel BTS feature', 'said'),
      kernel(X86, 'kvm_vcpu_reset', 'v6.1', 'read'),
      kernel(X86, 'kvm_set_msr_common', 'v6.1', 'read', 'MSR_IA32_MISC_ENABLE_PMU_RO_MASK'),
      manual('Intel SDM, Model-Specific Registers: IA32_MISC_ENABLE', 'inferred'),
    ],
  }),
  globalCtrl: switchOf({
    question: 'Which counters does PERF_GLOBAL_CTRL enable after KVM_SET_CPUID2?',
    values: {
      'all-counters': 'All, fixed counters included.',
      zero: 'None.',
      'general-purpose': 'The general-purpose counters, as the CPU does at RESET.',
    },
    sources: [
      commit('c49467a45fe0', 'KVM: x86/pmu: Don’t overwrite the pmu->global_ctrl when refreshing', 'said'),
      kernel(PMU_INTEL, 'intel_pmu_refresh', 'v6.1', 'read', 'leaves it 0'),
      kernel('arch/x86/kvm/pmu.c', 'kvm_pmu_refresh', 'v6.12', 'read'),
      manual('Intel SDM, Processor State After Reset: IA32_PERF_GLOBAL_CTRL', 'inferred'),
    ],
  }),
  listDebugctl: switchOf({
    question: 'Are DEBUGCTL, LASTBRANCH and LASTINT in the MSR index list?',
    values: { 'not-listed': 'No.', listed: 'Yes.' },
    sources: [
      commit('3700f0788da6', 'KVM: SVM: Add missing save/restore handling of LBR MSRs', 'said'),
      kernel(X86, 'msrs_to_save_base', 'v6.12', 'read'),
    ],
  }),
  listLbr: switchOf({
    question: 'Which LBR MSRs are in the MSR index list?',
    values: {
      'not-listed': 'None.',
      'ctl-depth': 'LBR_CTL and DEPTH, without the records.',
      all: 'All MSRs that a guest can change.',
    },
    sources: [kernel(X86, 'msrs_to_save_base', 'v6.12', 'read', 'no LBR MSR')],
  }),
  listedZero: switchOf({
    question: 'Can the VMM write 0 to a listed MSR that the vCPU does not have?',
    values: { accepted: 'Yes, and it reads 0.', refused: 'No; drafts of 2022 broke VMMs this way.' },
    sources: [kernel(X86, 'kvm_do_msr_access', 'v6.12', 'read')],
  }),
} as const;
