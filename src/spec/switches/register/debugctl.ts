import { commit, kernel, mail, manual } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';

/** Which DEBUGCTL bits a writer may set, and what becomes of the others. */
export const debugctlSwitches = {
  debugctlHostWrite: switchOf({
    question: 'Against what does KVM check a DEBUGCTL value that the VMM writes?',
    values: {
      'guest-cpuid': 'Against the vCPU’s CPUID, so a restore before KVM_SET_CPUID2 loses bits.',
      'host-capabilities': 'Against the host’s abilities.',
    },
    sources: [
      commit('b333b8ebb85d', 'KVM: VMX: Ignore guest CPUID for host userspace writes to DEBUGCTL', 'said'),
      kernel(VMX, 'vmx_get_supported_debugctl', 'v6.12', 'read'),
    ],
  }),
  debugctlAtEntry: switchOf({
    question: 'Which bits of a DEBUGCTL that the VMM set are in hardware at VM-entry?',
    values: {
      'as-stored': 'All, including bits that the guest could not set.',
      masked: 'Those that the guest could set; no release does this.',
    },
    sources: [
      kernel(
        VMX,
        'vmx_set_msr',
        'v7.3',
        'read',
        'host_initiated skips the checks of the vCPU; the VMCS gets the value',
      ),
      kernel(VMX, 'vmx_vcpu_run', 'v7.3', 'read', 'nobody looks again'),
    ],
  }),
  debugctlSquash: switchOf({
    question: 'Which bits does KVM clear in a write with an unsupported LBR or BTF bit?',
    values: {
      'lbr-with-btf': 'LBR and BTF together, so a write of LBR|BTF loses a supported LBR.',
      'unsupported-bits': 'The unsupported ones.',
    },
    sources: [
      commit('8a4351ac302c', 'KVM: VMX: Extract checking of guest’s DEBUGCTL into helper', 'read'),
      kernel(VMX, 'vmx_set_msr', 'v5.15', 'read', 'data &= ~(DEBUGCTLMSR_BTF|DEBUGCTLMSR_LBR)'),
    ],
  }),
  debugctlLbrBtf: switchOf({
    question: 'What does an unsupported LBR or BTF bit do to a write?',
    values: { forgiven: 'The bit is dropped, the write succeeds.', fault: 'The write faults; no release does this.' },
    sources: [kernel(VMX, 'vmx_is_valid_debugctl', 'v6.12', 'read')],
  }),
  debugctlOtherBits: switchOf({
    question: 'What does any other unsupported bit do to a write?',
    values: {
      fault: 'The write faults.',
      ignored: 'The bit is dropped, the write succeeds.',
      stored: 'The bit goes into the VMCS; no release does this for WRMSR.',
    },
    sources: [kernel(VMX, 'vmx_is_valid_debugctl', 'v6.12', 'read')],
  }),
  debugctlRtm: switchOf({
    question: 'May a guest set RTM_DEBUG?',
    values: {
      never: 'No, it faults even for a guest with RTM.',
      'with-cpuid': 'If host and guest have RTM.',
      'with-host': 'If the host has RTM; no release does this.',
    },
    sources: [commit('17ec2f965344', 'KVM: VMX: Allow guest to set DEBUGCTL.RTM_DEBUG if RTM is supported', 'said')],
  }),
  debugctlBusLock: switchOf({
    question: 'May a guest set BUS_LOCK_DETECT?',
    values: {
      'with-cpuid': 'If host and guest have bus-lock detection.',
      'with-host': 'If the host has it; no release does this.',
    },
    sources: [kernel(VMX, 'vmx_get_supported_debugctl', 'v6.12', 'read')],
  }),
  debugctlLbrGate: switchOf({
    question: 'May a guest without LBR set LBR and FREEZE_LBRS_ON_PMI?',
    values: {
      'lbr-enabled': 'No: the vCPU needs guest LBR.',
      advertised: 'Yes, where KVM offers LBR_FMT to anybody; no release does this.',
    },
    sources: [kernel(VMX, 'vmx_get_supported_debugctl', 'v6.12', 'read')],
  }),
  freezeInSmm: switchOf({
    question: 'Whose FREEZE_IN_SMM is in DEBUGCTL while the guest runs?',
    values: {
      'guest-value': 'The guest’s, which is 0: VM-entry loads the field as it is.',
      'host-owned': 'The host’s; the guest does not see it.',
      visible: 'The host’s, and the guest sees it; a raw read of the field would do this.',
    },
    sources: [
      commit('6b1dd26544d0', 'KVM: VMX: Preserve host’s DEBUGCTLMSR_FREEZE_IN_SMM while running the guest', 'said'),
      commit('7d0cce6cbe71', 'KVM: VMX: Wrap all accesses to IA32_DEBUGCTL with getter/setter APIs', 'said'),
      kernel('arch/x86/kvm/vmx/vmx.h', 'vmx_guest_debugctl_write', 'v6.12', 'read'),
    ],
  }),
  recording: switchOf({
    question: 'Whose enable bit does KVM let into the CPU at VM-entry?',
    values: {
      'as-written': 'That of every guest, whoever owns the LBRs.',
      'owner-only': 'That of an owner; for any other guest the field that VM-entry loads has the bit clear.',
    },
    sources: [
      kernel(
        'arch/x86/kvm/vmx/pmu_intel.c',
        'vmx_passthrough_lbr_msrs',
        'v6.12',
        'read',
        'warns and enters with DEBUGCTL untouched',
      ),
      mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said'),
    ],
  }),
  enableBitCopy: switchOf({
    question: 'Where does KVM read the DEBUGCTL.LBR and the LBR_CTL that a guest wrote?',
    values: {
      'vmcs-field': 'In the VMCS field, which VM-exit saves from the CPU.',
      software: 'In a copy of its own, so that the field may differ while the guest does not own the LBRs.',
    },
    sources: [
      kernel(VMX, 'vmx_get_msr', 'v7.3', 'read', 'vmx_guest_debugctl_read()'),
      manual('Intel SDM, Saving Control Registers, Debug Registers, and MSRs', 'inferred', 'both fields are written'),
    ],
  }),
} as const;
