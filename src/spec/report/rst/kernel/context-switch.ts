import type { Section } from './fact.ts';

/** What becomes of records when a thread, an event or a VM goes. Source: `lbr.c`, `pmu_intel.c`, `pmu.c` of the releases. */
export const contextSwitch: Section = {
  title: 'Context switch and lazy release',
  form: 'paragraphs',
  facts: [
    {
      text: '`intel_pmu_lbr_sched_task()` runs at each task switch while an LBR event is on. For a task with a call-stack event, such as the guest LBR event, `__intel_pmu_lbr_save()` stores the LBR MSRs when the task leaves and `__intel_pmu_lbr_restore()` loads them when it returns. For any other task the records are reset. Context: IRQs disabled. With 32 legacy records that is up to 98 MSR accesses each way. A move of a vCPU thread to another CPU is a save on the one and a restore on the other.',
      against: ['LBR-CTX-1', 'LBR-FRZ-23'],
    },
    {
      text: 'The restore is left out if the task was the last one saved on this CPU and was saved nowhere else since. A restore for another task in between does not change that test, so the first task then finds the records of the other.',
      when: ({ protocol }) => protocol.restoreElision === 'same-task',
      against: ['LBR-ISO-4', 'LBR-CTX-9'],
    },
    {
      text: '`intel_pmu_lbr_add()` resets the records for a first user that has never run, and for nobody else. An event that comes in beside another one, or again, finds what is there.',
      when: ({ protocol }) => protocol.handOver === 'first-user-reset',
      against: ['LBR-CTX-2', 'LBR-CTX-4', 'LBR-CTX-5', 'LBR-ISO-1', 'LBR-ISO-9'],
    },
    {
      text: '`intel_pmu_lbr_reset()` zeroes the records, and LBR_SELECT only while a guest LBR event is on. TOS stays.',
      when: ({ protocol }) => protocol.resetCovers === 'records-and-select',
      against: ['LBR-ISO-2', 'LBR-ISO-3'],
    },
    {
      text: '`intel_pmu_lbr_reset()` zeroes the records. LBR_SELECT and TOS stay.',
      when: ({ protocol }) => protocol.resetCovers === 'records',
      against: ['LBR-ISO-2', 'LBR-ISO-3'],
    },
    {
      text: 'Lazy release: after the thread was scheduled out and in, `kvm_pmu_handle_event()` calls `intel_pmu_cleanup()` before the next VM-entry, with IRQs enabled. It releases the guest LBR event if DEBUGCTL.LBR is clear in the current VMCS. The saved records go with the event.',
      when: ({ protocol }) => protocol.lazyRelease === 'drops-records',
      against: ['LBR-CTX-3', 'LBR-CTX-6', 'LBR-MSR-22', 'LBR-NEST-5'],
    },
    {
      text: '`intel_pmu_lbr_del()` decides by the filter of the event that was added last whether a call-stack user leaves, and `intel_pmu_lbr_filter()` filters every sample by it.',
      when: ({ protocol }) => protocol.callStackAccounting === 'last-filter' && protocol.sampleFilter === 'last-added',
      against: ['LBR-CTX-8', 'LBR-ISO-8'],
    },
    {
      text: 'For a system-wide call-stack event the records of a task are reset at each task switch and not saved.',
      when: ({ protocol }) => protocol.systemWideCallStack === 'wiped',
      against: ['LBR-CTX-8'],
    },
  ],
};
