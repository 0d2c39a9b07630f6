import type { Section } from './fact.ts';

/** What happens to DEBUGCTL and the LBR MSRs around the guest, in order. Source: `x86.c`, `vmx.c`, `pmu_intel.c` of the releases. */
export const entryExit: Section = {
  title: 'VM-entry and VM-exit, step by step',
  form: 'steps',
  facts: [
    {
      text: '`vcpu_load()` reads DEBUGCTL into `vcpu->arch.host_debugctl`, with IRQs enabled.',
      when: ({ protocol }) => protocol.debugctlSnapshot === 'vcpu-load',
      against: ['LBR-ENT-4', 'LBR-DBG-1', 'LBR-DBG-4'],
    },
    { text: '`vcpu_enter_guest()` disables IRQs. From here on only an NMI can come in.' },
    {
      text: 'It reads DEBUGCTL into `vcpu->arch.host_debugctl`. LBR is set there if a host LBR event records and the guest LBR event is not started.',
      when: ({ protocol }) => protocol.debugctlSnapshot === 'irqs-off',
    },
    {
      text: 'With the mediated vPMU, `kvm_mediated_pmu_load()` schedules the host events out, and clears DEBUGCTL.LBR only now, after the read. The value that comes back after VM-exit has LBR set.',
      when: ({ register, protocol }) =>
        register.mediatedVpmu !== 'absent' && protocol.mediatedOrder === 'snapshot-first',
      against: ['LBR-MED-2', 'LBR-DBG-1'],
    },
    {
      text: '`vmx_vcpu_run()` copies the host bit FREEZE_IN_SMM into the VMCS field for the guest value of DEBUGCTL if the bit has changed. The guest does not see the bit.',
      when: ({ protocol }) => protocol.freezeInSmmInGuest === 'host-value',
    },
    {
      text: '`vmx_passthrough_lbr_msrs()` stops intercepting the LBR MSRs if the guest LBR event is ACTIVE, and intercepts them otherwise. If the guest has recording on without an ACTIVE event, it prints "fail to passthrough LBR" and leaves DEBUGCTL.LBR set in the VMCS.',
      when: ({ protocol }) => protocol.guestRecording === 'as-written',
      against: ['LBR-ENT-2', 'LBR-MSR-30', 'LBR-MSR-2'],
    },
    {
      text: 'VM-entry loads the guest value of DEBUGCTL ("load debug controls"). The LBR MSRs are not switched. The guest records if its own LBR bit is set, whoever has the LBRs.',
      against: ['LBR-ENT-3', 'LBR-ENT-5', 'LBR-ISO-5', 'LBR-MSR-29'],
    },
    {
      text: 'On a host with Arch LBR, IA32_LBR_CTL keeps the value of the host in the guest, which has no LBRs of its own there; neither VMX control for it is set.',
      when: ({ protocol }) => protocol.lbrCtlControls === 'never',
      against: ['LBR-ARCH-2'],
    },
    {
      text: 'VM-exit saves DEBUGCTL into the VMCS field ("save debug controls") and zeroes it in the CPU.',
    },
    {
      text: '`vmx_vcpu_enter_exit()` handles the NMI that caused the VM-exit, with DEBUGCTL 0 and the IA32_XSS of the guest.',
      when: ({ protocol }) => protocol.exitNmi === 'before-restore',
      against: ['LBR-ARCH-37'],
    },
    {
      text: '`vmx_vcpu_run()` writes `vcpu->arch.host_debugctl` back to DEBUGCTL unless it is 0.',
    },
    {
      text: '`EXIT_FASTPATH_REENTER_GUEST`: `vmx_vcpu_run()` runs again with the same `vcpu->arch.host_debugctl`. IRQs were disabled throughout.',
    },
    {
      text: '`vmx_handle_exit_irqoff()` handles the NMI that caused the VM-exit, after DEBUGCTL was restored.',
      when: ({ protocol }) => protocol.exitNmi === 'after-restore',
      against: ['LBR-ENT-8'],
    },
    {
      text: '`vmx_handle_exit_irqoff()` runs the interrupt that caused the VM-exit; then IRQs are enabled, and ownership can change.',
    },
  ],
};
