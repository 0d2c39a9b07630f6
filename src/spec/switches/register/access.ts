import { commit, kernel, mail } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const X86 = 'arch/x86/kvm/x86.c';
const LBR = 'arch/x86/events/intel/lbr.c';
const COEXIST = '20230616113353.45202-1-xiong.y.zhang@intel.com';

/** The LBR MSRs and the event behind them. */
export const accessSwitches = {
  lbrMsrRange: switchOf({
    question: 'Which LBR MSRs does a vCPU have?',
    values: {
      'enabled-records': 'SELECT, TOS and the records that its configuration gives it.',
      'without-check': 'Those of the host, even with guest LBR off; no release does this.',
      'one-more': 'One index too many behind each stack; no release does this.',
    },
    sources: [kernel(PMU_INTEL, 'intel_pmu_is_valid_lbr_msr', 'v6.12', 'read')],
  }),
  lbrMsrTrapWrite: switchOf({
    question: 'What happens if KVM executes a WRMSR with a value that the CPU refuses?',
    values: {
      unchecked: 'The host warns of an unchecked MSR access, and KVM reports success to the guest.',
      safe: 'The guest gets #GP, the VMM an error.',
    },
    sources: [
      kernel(PMU_INTEL, 'intel_pmu_handle_lbr_msrs_access', 'v6.12', 'read', 'plain wrmsrl()'),
      kernel(PMU_INTEL, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read', 'safe variant, the error is returned'),
    ],
  }),
  vlbrCreation: switchOf({
    question: 'What makes KVM create the guest LBR event?',
    values: {
      'access-or-debugctl': 'The first access to an LBR MSR, or a WRMSR of DEBUGCTL that sets LBR.',
      'access-only': 'The first access to an LBR MSR alone; no design does this.',
    },
    sources: [
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_set_msr', 'v6.12', 'read', 'creates the event where DEBUGCTL.LBR is set'),
    ],
  }),
  lbrDummyCheck: switchOf({
    question: 'Does the access that creates the vLBR event reach the MSR?',
    values: {
      right: 'Yes.',
      inverted: 'No: success was taken for failure, until the end of the v5.12 cycle.',
    },
    sources: [commit('67b45af946ec', 'KVM: vmx/pmu: Fix dummy check if lbr_desc->event is created', 'said')],
  }),
  vmmLbrAccess: switchOf({
    question: 'What does KVM_GET_MSRS or KVM_SET_MSRS of an LBR MSR work on?',
    values: {
      'like-guest':
        'Like a guest access, on the registers: it creates the vLBR event, reads 0 and drops writes if the guest does not own the LBRs.',
      'saved-state': 'On the vCPU’s LBR state, wherever it is; it leaves the event alone.',
    },
    sources: [
      kernel(PMU_INTEL, 'intel_pmu_handle_lbr_msrs_access', 'v6.12', 'read', 'host_initiated is not consulted'),
    ],
  }),
  lastBranchMsrs: switchOf({
    question: 'What does a read of LASTBRANCH and LASTINT return?',
    values: { 'read-zero': '0.', fault: 'A fault; no release does this.' },
    sources: [kernel(X86, 'kvm_get_msr_common', 'v6.12', 'read')],
  }),
  hostEventOrder: switchOf({
    question: 'Does perf’s priority order hold between the vLBR event and host LBR events?',
    values: {
      bypass: 'No: the vLBR event has its own constraint and is always scheduled.',
      'perf-order': 'Yes: a CPU-pinned host event keeps the vLBR event out.',
    },
    sources: [
      kernel('arch/x86/events/intel/core.c', '__intel_get_event_constraints', 'v6.12', 'read'),
      mail(COEXIST, 'Xiong Zhang', '2023-06-16', 'said', 'patch 1/4 moves the vLBR check after the shared registers'),
    ],
  }),
  vlbrReenable: switchOf({
    question: 'When is a vLBR event in ERROR retried?',
    values: {
      never: 'Never; KVM has to release it and create a new one.',
      'on-access': 'At the next trapped access to an LBR MSR.',
      'before-entry': 'Before the next VM-entry.',
    },
    sources: [mail(COEXIST, 'Xiong Zhang', '2023-06-16', 'said', 'patch 3/4 enables the event on access')],
  }),
  missingEvent: switchOf({
    question: 'What does KVM do about a guest that has recording on and no vLBR event?',
    values: {
      nothing: 'It warns at VM-entry, and enters.',
      'created-before-entry': 'It asks perf for the event before the next VM-entry.',
    },
    sources: [kernel(PMU_INTEL, 'vmx_passthrough_lbr_msrs', 'v7.3', 'read')],
  }),
  vlbrEncoding: switchOf({
    question: 'Who can open an event with the encoding of the vLBR event (raw config 0x1b00)?',
    values: { anyone: 'Whoever can open a raw event.', 'kernel-only': 'KVM alone.' },
    sources: [kernel('arch/x86/events/intel/core.c', 'intel_vlbr_constraints', 'v7.3', 'read')],
  }),
  lazyRelease: switchOf({
    question: 'What becomes of the records when KVM releases the vLBR event after a task switch?',
    values: {
      'drops-records': 'The event goes where DEBUGCTL.LBR of the current VMCS is clear, and the records with it.',
      'keeps-records': 'The event goes likewise; the records stay with the vCPU.',
      never: 'The event stays.',
    },
    sources: [kernel(PMU_INTEL, 'intel_pmu_cleanup', 'v7.3', 'read', 'reads the field of the current VMCS')],
  }),
  vlbrFirstUse: switchOf({
    question: 'What does the vCPU find in the records when its event is scheduled in?',
    values: {
      'reset-if-first-user': 'Zeros if the event is new and the only LBR user; else whatever the MSRs hold.',
      'own-image': 'Its own records, or zeros.',
    },
    sources: [kernel(LBR, 'intel_pmu_lbr_add', 'v6.12', 'read', 'resets for the first user with no running time')],
  }),
  lostAccess: switchOf({
    question: 'What does a guest access return while somebody else has the LBRs?',
    values: { zero: 'Reads return 0, writes vanish.', fault: '#GP; no release does this.' },
    sources: [kernel(PMU_INTEL, 'intel_pmu_handle_lbr_msrs_access', 'v6.12', 'read')],
  }),
} as const;
