import { commit, kernel } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const NESTED = 'arch/x86/kvm/vmx/nested.c';

/** DEBUGCTL between L1 and L2. */
export const nestedSwitches = {
  vmcs12Debugctl: switchOf({
    question: 'Does KVM check the DEBUGCTL in vmcs12?',
    values: {
      unchecked: 'No: the value goes into vmcs02 as it is, and only the CPU can refuse it.',
      checked: 'Yes: the entry fails for values that WRMSR refuses, and KVM masks the rest.',
    },
    sources: [
      commit('095686e6fcb4', 'KVM: nVMX: Check vmcs12->guest_ia32_debugctl on nested VM-Enter', 'read'),
      kernel(NESTED, 'nested_vmx_check_guest_state', 'v6.12', 'read'),
    ],
  }),
  vmcs12FreezeInSmm: switchOf({
    question: 'Does FREEZE_IN_SMM in vmcs12 fail the entry?',
    values: {
      invalid: 'Yes.',
      quirk: 'No, and the bit has no effect: KVM_X86_QUIRK_VMCS12_ALLOW_FREEZE_IN_SMM.',
    },
    sources: [commit('e2ffe85b6d2b', 'KVM: x86: Introduce KVM_X86_QUIRK_VMCS12_ALLOW_FREEZE_IN_SMM', 'said')],
  }),
  vmcs12Save: switchOf({
    question: 'How does L2’s DEBUGCTL get into vmcs12?',
    values: {
      'on-wrmsr': 'KVM mirrors L2’s WRMSR, but not the changes that KVM or the CPU makes.',
      'at-exit': 'The exit stores it, as the CPU does.',
      never: 'Not at all; no release does this.',
      always: 'Whether L1 asked for it or not; no release does this.',
    },
    sources: [kernel(NESTED, 'sync_vmcs02_to_vmcs12', 'v6.12', 'read', 'saves DR7 and leaves DEBUGCTL out on purpose')],
  }),
  nestedLoad: switchOf({
    question: 'Which DEBUGCTL does L2 start with?',
    values: {
      'by-control': 'That of vmcs12 if "load debug controls" is set, else that of L1.',
      always: 'Always that of vmcs12; no release does this.',
      never: 'Always that of L1; no release does this.',
    },
    sources: [kernel(NESTED, 'prepare_vmcs02', 'v6.12', 'read')],
  }),
  nestedRecords: switchOf({
    question: 'What does an entry to L2 do to the records?',
    values: { shared: 'Nothing: L1 and L2 have one stack.', emptied: 'It clears them; no release does this.' },
    sources: [kernel(NESTED, 'nested_vmx_prepare_msr_bitmap', 'v6.12', 'read', 'no LBR MSR is switched')],
  }),
  nestedExitDebugctl: switchOf({
    question: 'Which DEBUGCTL does L1 have after an exit from L2?',
    values: { zero: '0.', kept: 'That of L2; no release does this.' },
    sources: [kernel(NESTED, 'load_vmcs12_host_state', 'v6.12', 'read')],
  }),
} as const;
