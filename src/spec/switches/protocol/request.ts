import { kernel, mail } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

/** How the LBRs go from a guest to a host event that comes first. */
export const requestSwitches = {
  takeOver: switchOf({
    question: 'How does perf take the LBRs from a vCPU that is in KVM_RUN?',
    values: {
      'at-once': 'By itself, wherever IRQs are enabled.',
      'on-request':
        'It sets a flag and kicks the vCPU; KVM hands over before its next VM-entry, on the way to the VMM, or when the thread is scheduled out.',
      'request-seen-at-loop-start':
        'As on request, but KVM checks the flag only at the start of its loop: not with IRQs disabled, not on its fast path.',
      'request-forgotten-on-leave':
        'As on request, but a vCPU that goes back to the VMM or is scheduled out leaves the request unanswered.',
      'request-impatient': 'As on request, but perf takes the LBRs at its next timer tick if there is no answer yet.',
    },
    sources: [
      kernel('kernel/events/core.c', 'ctx_resched', 'v7.3', 'read', 'at once'),
      mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said', 'suggests a flag or a request'),
      mail('ZJYCtDN+ITmrgCUs@google.com', 'Sean Christopherson', '2023-06-23', 'said', 'why can perf not notify KVM?'),
    ],
  }),
} as const;
