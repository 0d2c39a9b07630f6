import { commit, kernel } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const X86_C = 'arch/x86/kvm/x86.c';

/** Switches of DEBUGCTL around the guest. */
export const debugctlSwitches = {
  exitNmi: switchOf({
    question: 'When does KVM handle the NMI that caused a VM-exit?',
    values: {
      'after-restore': 'In vmx_handle_exit_irqoff(), after KVM has restored the host’s DEBUGCTL and IA32_XSS.',
      'before-restore': 'In vmx_vcpu_enter_exit(), right after VM-exit, with DEBUGCTL zeroed and the guest’s IA32_XSS.',
    },
    sources: [
      commit('11df586d774f', 'KVM: VMX: Handle NMI VM-Exits in noinstr region', 'said'),
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_vcpu_enter_exit', 'v7.3', 'read'),
      kernel('arch/x86/kvm/vmx/vmx.c', 'handle_exception_nmi_irqoff', 'v6.1', 'read'),
    ],
  }),
  debugctlSnapshot: switchOf({
    question: 'When does KVM read the host’s DEBUGCTL that it writes back after VM-exit?',
    values: {
      'vcpu-load': 'At vcpu_load(), with IRQs enabled; VM-exit undoes the effect of a later IPI from perf.',
      'irqs-off': 'In vcpu_enter_guest(), after IRQs are disabled for this entry.',
      never: 'Never, and it writes nothing back; TDX guests ran like that for a while.',
    },
    sources: [
      commit('189ecdb3e112', "KVM: x86: Snapshot the host's DEBUGCTL after disabling IRQs", 'said'),
      kernel(X86_C, 'vcpu_enter_guest', 'v7.3', 'read'),
    ],
  }),
  freezeInSmmInGuest: switchOf({
    question: 'Does the host’s FREEZE_IN_SMM stay effective while the guest runs?',
    values: {
      cleared: 'VM-entry loads the guest’s DEBUGCTL, which has the bit clear.',
      'host-value': 'KVM keeps the host’s bit in the DEBUGCTL that VM-entry loads, hidden from the guest.',
    },
    sources: [
      commit('6b1dd26544d0', "KVM: VMX: Preserve host's DEBUGCTLMSR_FREEZE_IN_SMM while running the guest", 'said'),
      kernel('arch/x86/kvm/vmx/vmx.h', 'vmx_guest_debugctl_write', 'v7.3', 'read'),
    ],
  }),
} as const;
