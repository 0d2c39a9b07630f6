import type { Section } from './fact.ts';

/** Who has the LBRs of a CPU, and where that changes. Source: `pmu_intel.c`, `lbr.c`, `core.c` of the releases. */
export const ownership: Section = {
  title: 'Ownership',
  form: 'paragraphs',
  facts: [
    {
      text: 'A CPU has one set of LBR MSRs; no field of perf or KVM names its owner. KVM takes its guest for the owner if the guest LBR event is in state `PERF_EVENT_STATE_ACTIVE`. perf takes a host event for an owner while the event is scheduled in, counted by `cpuc->lbr_users`.',
    },
    {
      text: '`intel_pmu_create_guest_lbr_event()` creates the guest LBR event: pinned, bound to `current`, raw config 0x1b00, `exclude_host`, call-stack mode, on a fake counter. A trapped access to an LBR MSR or a WRMSR that sets DEBUGCTL.LBR calls it. Context: task context of whoever makes the access, IRQs enabled, may sleep.',
      against: ['LBR-OWN-6', 'LBR-ENT-7', 'LBR-MSR-33'],
    },
    {
      text: '`intel_vlbr_constraints()` places the guest LBR event before `__intel_get_event_constraints()` looks at the shared LBR register, so the event never conflicts with a host LBR event: both can be ACTIVE on one CPU, a CPU-pinned one included.',
      when: ({ protocol }) => protocol.vlbrConstraint === 'bypass',
      against: ['LBR-OWN-3', 'LBR-OWN-4', 'LBR-LIV-5'],
    },
    {
      text: 'While the guest LBR event is started, `vlbr_exclude_host()` makes perf skip the LBRs: `intel_pmu_lbr_enable_all()`, `intel_pmu_lbr_disable_all()` and `intel_pmu_lbr_read()` do nothing. A host sample then has the branches of the last read; a PEBS record has the MSRs as they are.',
      when: ({ protocol }) => protocol.vlbrMutesHost === 'yes',
      against: ['LBR-ISO-6'],
    },
    {
      text: 'Whoever may open a raw event may open config 0x1b00. perf then skips the LBRs on that CPU for all host events.',
      when: ({ protocol }) => protocol.vlbrEncoding === 'anyone',
      against: ['LBR-OWN-12', 'LBR-OWN-13'],
    },
    {
      text: 'perf puts a guest LBR event that it cannot schedule in into `PERF_EVENT_STATE_ERROR`. Nothing enables it again; a new event replaces it only after a lazy release. The guest learns nothing: it reads 0 and its writes go nowhere.',
      when: ({ protocol }) => protocol.vlbrRecovery === 'never',
      against: ['LBR-LIV-1', 'LBR-LIV-3', 'LBR-LIV-4', 'LBR-MSR-31'],
    },
    {
      text: '`intel_pmu_handle_lbr_msrs_access()` serves an access to an LBR MSR that was intercepted or that a VMM makes. It creates the guest LBR event if there is none, disables IRQs, and accesses the MSR of the CPU if the event is ACTIVE. Otherwise a read gives 0 and a write is dropped, without a fault.',
      when: ({ protocol }) => protocol.msrAccess === 'irqs-off',
    },
    {
      text: 'A value that the CPU refuses gives the guest a #GP and the VMM an error.',
      when: ({ register }) => register.lbrMsrTrapWrite === 'safe',
    },
    {
      text: 'A value that the CPU refuses makes the host warn of an unchecked MSR access, and KVM reports success.',
      when: ({ register }) => register.lbrMsrTrapWrite === 'unchecked',
      against: ['LBR-MSR-24'],
    },
  ],
};

export const contexts: Section = {
  title: 'Where ownership changes',
  form: 'items',
  facts: [
    {
      text: 'Task context, IRQs enabled: creation and release of the guest LBR event, `perf_event_open()`, `close()`.',
    },
    {
      text: 'Task switch of the thread that the event is bound to, IRQs disabled: `perf_event_task_sched_out()` and `perf_event_task_sched_in()`.',
    },
    {
      text: 'IPI: `event_function_call()` can put the guest LBR event out or into ERROR wherever KVM has IRQs enabled.',
    },
    { text: 'Never in an NMI: the PMI handler stops counters and schedules no event in or out.' },
    {
      text: 'Never between `local_irq_disable()` in `vcpu_enter_guest()` and the `local_irq_enable()` after VM-exit: what `vmx_passthrough_lbr_msrs()` finds stays true.',
    },
  ],
};
