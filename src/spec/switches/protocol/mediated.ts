import { kernel } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const core = (symbol: string, note?: string) => kernel('kernel/events/core.c', symbol, 'v7.3', 'read', note);

/** The mediated vPMU: perf gives the PMU of a pCPU up while the guest runs. */
export const mediatedSwitches = {
  vpmu: switchOf({
    question: 'Which kind of vPMU do guests have?',
    values: {
      emulated: 'The emulated one: perf events stand for the guest’s counters, and one for its LBRs.',
      mediated: 'The mediated one: the guest has the pCPU’s own counters.',
      either: 'The administrator chooses when the module is loaded.',
    },
    sources: [kernel('arch/x86/kvm/pmu.c', 'kvm_init_pmu_capability', 'v7.3', 'read', 'enable_mediated_pmu')],
  }),
  mediatedLbr: switchOf({
    question: 'What happens to the LBRs when a mediated vPMU is loaded and put?',
    values: {
      none: 'Nothing: the guest has no LBRs, and the registers keep the host’s records.',
      'saved-and-loaded':
        'Load sets the host’s records, TOS and LBR_SELECT aside and writes the guest’s; put saves the guest’s and writes the host’s back.',
      'drops-host-records': 'Load writes the guest’s and put saves them and zeroes the registers; no design does this.',
      'leaves-guest-records': 'Load writes the guest’s, put saves them and leaves them there; no design does this.',
    },
    sources: [
      core('perf_load_guest_context', 'touches no LBR MSR'),
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_get_perf_capabilities', 'v7.3', 'read', 'no LBR_FMT with a mediated vPMU'),
    ],
  }),
  mediatedOrder: switchOf({
    question: 'Does KVM read the host’s DEBUGCTL before or after perf turns the LBRs off for a mediated vPMU?',
    values: {
      'snapshot-first': 'Before; the value that KVM writes back after VM-exit has recording on.',
      'load-first': 'After.',
    },
    sources: [kernel('arch/x86/kvm/x86.c', 'vcpu_enter_guest', 'v7.3', 'read', 'get_debugctlmsr() comes first')],
  }),
  mediatedLoad: switchOf({
    question: 'Does perf take host LBR events off the pCPU before it enters a guest with a mediated vPMU?',
    values: {
      'takes-events-off': 'Yes, all of them.',
      'takes-off-and-clears': 'Yes, and it zeroes the records.',
      'leaves-task-events': 'Only the pCPU’s events; the vCPU thread’s events stay.',
      'leaves-events': 'No.',
    },
    sources: [core('perf_load_guest_context')],
  }),
  mediatedPut: switchOf({
    question: 'Does perf schedule the host LBR events in again after the guest has left?',
    values: {
      'brings-back': 'Yes, in priority order.',
      'at-next-switch': 'Not before somebody schedules events again.',
    },
    sources: [core('perf_put_guest_context')],
  }),
  mediatedEvents: switchOf({
    question: 'May a user open a host LBR event that does not exclude guests while a mediated vPMU exists?',
    values: { 'refuses-include-guest': 'No.', 'accepts-all': 'Yes; but it is off while a guest runs.' },
    sources: [core('mediated_pmu_account_event'), core('perf_create_mediated_pmu')],
  }),
} as const;
