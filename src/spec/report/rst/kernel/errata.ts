import type { Design } from '../../../designs/design.ts';
import { wrap } from '../../../kit/wrap.ts';
import { mediatedOf } from './kernels.ts';

/** As wide as the entries of Documentation/virt/kvm/x86/errata.rst. */
const COLUMNS = 79;

/** Sentences of the entry, and the kernels of which they are true. */
const SENTENCES: readonly (readonly [text: string, when: (kernel: Design) => boolean])[] = [
  ['KVM does not virtualize legacy LBRs on Intel CPUs.', () => true],
  [
    "KVM passes the CPU's LBR MSRs through to the guest while perf has an event scheduled in on behalf of the vCPU, and perf does not isolate it from host events that use LBRs.",
    ({ protocol }) => protocol.vlbrConstraint === 'bypass',
  ],
  [
    "If a host event takes the LBRs, the guest isn't notified: its reads of LBR MSRs return 0 and its writes are dropped.",
    ({ protocol }) => protocol.lossNotice === 'none',
  ],
  [
    'The guest can also read branches of the host, and host samples can contain branches of the guest.',
    ({ protocol }) => protocol.handOver === 'first-user-reset',
  ],
  ['LBR MSRs are not in KVM_GET_MSR_INDEX_LIST.', ({ register }) => register.listLbr === 'not-listed'],
  [
    'KVM exposes no Arch LBRs.',
    (kernel) => kernel.register.archHostLegacyFmt === 'hidden' && mediatedOf(kernel) === undefined,
  ],
  [
    'KVM exposes no Arch LBRs, nor any LBRs with the mediated PMU.',
    (kernel) => kernel.register.archHostLegacyFmt === 'hidden' && mediatedOf(kernel) !== undefined,
  ],
];

/**
 * An entry for Documentation/virt/kvm/x86/errata.rst on one kernel, in the manner of its neighbours: what is not
 * virtualized, what a guest gets, what to do about it, and who is not affected.
 */
export function errataEntry(kernel: Design): string {
  const text = SENTENCES.filter(([, when]) => when(kernel)).map(([sentence]) => sentence);
  return [
    'LBRs',
    '----',
    ...wrap(text.join(' '), COLUMNS),
    '',
    "**Workaround:** Clear the LBR format in the guest's PERF_CAPABILITIES.",
    '',
  ].join('\n');
}
