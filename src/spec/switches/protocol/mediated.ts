import { kernel } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const core = (symbol: string, note?: string) => kernel('kernel/events/core.c', symbol, 'v7.3', 'read', note);

/** The mediated vPMU: perf gives the PMU of a pCPU up while the guest runs. */
export const mediatedSwitches = {
  vpmu: switchOf({
    question: 'Which kind of vPMU do guests have?',
    values: {
      emulated: 'The emulated one: perf events stand for the counters of the guest, and one for its LBRs.',
      mediated: 'The mediated one: the guest has the counters themselves, and no LBRs.',
      either: 'The administrator chooses when the module is loaded.',
    },
    sources: [kernel('arch/x86/kvm/pmu.c', 'kvm_init_pmu_capability', 'v7.3', 'read', 'enable_mediated_pmu')],
  }),
  mediatedOrder: switchOf({
    question: 'Is the host’s DEBUGCTL read before or after perf has turned the LBRs off for a mediated vPMU?',
    values: {
      'snapshot-first': 'Before; what KVM writes back after VM-exit has recording on.',
      'load-first': 'After.',
    },
    sources: [kernel('arch/x86/kvm/x86.c', 'vcpu_enter_guest', 'v7.3', 'read', 'get_debugctlmsr() comes first')],
  }),
  mediatedLoad: switchOf({
    question: 'Does perf take host LBR events off the pCPU before it enters a guest with a mediated vPMU?',
    values: {
      'takes-events-off': 'Yes, all of them.',
      'takes-off-and-clears': 'Yes, and it zeroes the records.',
      'leaves-task-events': 'Those of the pCPU; events of the vCPU thread stay.',
      'leaves-events': 'No.',
    },
    sources: [core('perf_load_guest_context')],
  }),
  mediatedPut: switchOf({
    question: 'Does perf put the host LBR events back after the guest has left?',
    values: {
      'brings-back': 'Yes, in order of priority.',
      'at-next-switch': 'Not before somebody schedules events again.',
    },
    sources: [core('perf_put_guest_context')],
  }),
  mediatedEvents: switchOf({
    question: 'May a host LBR event that does not exclude guests be opened while a mediated vPMU exists?',
    values: { 'refuses-include-guest': 'No.', 'accepts-all': 'Yes; it is off while a guest runs all the same.' },
    sources: [core('mediated_pmu_account_event'), core('perf_create_mediated_pmu')],
  }),
} as const;
