/** What samples and PEBS records hold that is not of their owner. */
import { commit, kernel, mail } from '../../kit/source.ts';
import { cpuOfEvent, guestOwner } from '../../model/protocol/observe.ts';
import { GUEST_TAGS, HOST_TAGS } from '../../model/protocol/tags.ts';
import { named, samples } from '../kit/protocol/about.ts';
import { ONLY_ON_ARCH_HOSTS, type ProtocolExemption } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { ADD } from './guest-reads.ts';

/** Samples that a PMI handler makes from the registers. */
const interrupts = named('nmi.sample', 'nmi.sample_guest');
const NO_ADAPTIVE_PEBS: ProtocolExemption = {
  when: ({ guestPebs }) => guestPebs !== 'adaptive',
  because: 'adaptive PEBS is not offered to guests',
};

export const isolationSamples = [
  protocolRule({
    id: 'LBR-ISO-5',
    level: 'must',
    title: 'A host sample that excludes guests contains no guest branch',
    statement:
      'A sample of a host LBR event that excludes guests must not contain a record of a branch that a guest executed.',
    rationale:
      'Guest addresses in a host profile are wrong data. The event’s user may be any process that profiles itself, while the guest belongs to somebody else.',
    doesNotSay: 'It says nothing of events that asked for guests.',
    killedBy: ['guestRecording=as-written', 'mixedUsers=what-is-there'],
    inTrace: {
      unseen:
        'the PMI reads records by RDMSR, but exclude_guest, whose branches they are, and what perf puts into the sample are not in the trace',
    },
    sources: [kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_read', 'v7.3', 'read'), ADD],
    securityBoundary: true,
    model: ['src/spec/model/protocol/actions/pmi.ts#takeSample', 'src/spec/model/protocol/perf/lbr.ts#readForSamples'],
    property: (m) => ({
      kind: 'step',
      about: interrupts,
      witness: (_before, action, after) => interrupts(action) && excludesGuests(m, after.seen.sampled),
      holds: (_before, action, after) =>
        !interrupts(action) || !excludesGuests(m, after.seen.sampled) || (after.seen.sampleRecords & GUEST_TAGS) === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-6',
    level: 'must',
    title: 'A host PEBS record contains no guest records',
    statement: 'A PEBS record of a host event must not contain LBR records that belong to a guest.',
    rationale: 'The PEBS hardware stores the LBR MSRs by itself, even while perf leaves the LBRs alone.',
    doesNotSay: 'It says nothing of PEBS without the branch group.',
    killedBy: ['vlbrConstraint=bypass'],
    inTrace: { unseen: 'PEBS records are not in the trace' },
    sources: [
      kernel(
        'arch/x86/events/intel/ds.c',
        'pebs_update_adaptive_cfg',
        'v7.3',
        'inferred',
        'no test of the guest LBR event',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS],
    securityBoundary: true,
    model: ['src/spec/model/protocol/actions/pmi.ts#pebsRecord'],
    property: (m) => ({
      kind: 'step',
      about: named('nmi.pebs_record'),
      witness: (_before, action) => action.name === 'nmi.pebs_record',
      holds: (before, action, after) => {
        if (action.name !== 'nmi.pebs_record') return true;
        const cpu = cpuOfEvent(m, before, m.events[after.seen.sampled - 1]);
        const foreign = excludesGuests(m, after.seen.sampled) || guestOwner(m, before, cpu) >= 0;
        return !foreign || (after.seen.sampleRecords & GUEST_TAGS) === 0;
      },
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-7',
    level: 'must',
    title: 'A guest PEBS record contains no host records',
    statement: 'A PEBS record that a guest gets must not contain a record of a branch that the host executed.',
    rationale: 'The PEBS hardware ignores the MSR bitmap, so interception of the LBR MSRs does not help.',
    doesNotSay: 'It does not say that guests must have adaptive PEBS; hiding it keeps the rule.',
    killedBy: ['guestPebs=adaptive'],
    inTrace: { unseen: 'PEBS records are not in the trace' },
    sources: [
      commit('9e985cbf2942', 'KVM: x86/pmu: Disable support for adaptive PEBS', 'said'),
      mail(
        '20240306230153.786365-5-seanjc@google.com',
        'Sean Christopherson',
        '2024-03-06',
        'said',
        'a test for the leak',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_ADAPTIVE_PEBS],
    securityBoundary: true,
    model: ['src/spec/model/protocol/actions/guest.ts#guestActions'],
    property: () => ({
      kind: 'step',
      about: named('guest.pebs_record'),
      witness: (_before, action) => action.name === 'guest.pebs_record',
      holds: (_before, action, after) => action.name !== 'guest.pebs_record' || (after.seen.records & HOST_TAGS) === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-8',
    level: 'must',
    title: 'A sample is filtered for its own event',
    statement: 'The records of a host sample must be filtered for the event that the sample belongs to.',
    rationale:
      'A filter is part of the request. A host event that asked for every branch gets only the branches that the guest LBR event, already gone, asked for.',
    doesNotSay:
      'It says nothing of the hardware filter; [LBR-ENT-4] does. Two host events share the LBRs only with one hardware filter, so no run shows that a user gets branches of a privilege level that this user may not see.',
    killedBy: ['sampleFilter=last-added'],
    inTrace: {
      unseen:
        'the PMI reads records by RDMSR, but for which event, and with what filter the sample is made, is not in the trace',
    },
    securityBoundary: false,
    sources: [
      kernel(
        'arch/x86/events/intel/lbr.c',
        'intel_pmu_lbr_filter',
        'v7.3',
        'read',
        'uses the filter of the event that was added last',
      ),
    ],
    model: ['src/spec/model/protocol/perf/lbr-users.ts#lbrAdd', 'src/spec/model/protocol/actions/pmi.ts#takeSample'],
    property: () => ({
      kind: 'step',
      about: samples,
      witness: (_before, _action, after) => after.seen.sampled > 0 && after.seen.sampleFresh === 1,
      holds: (_before, _action, after) => after.seen.sampleFresh === 0 || after.seen.sampleFiltered === 1,
    }),
  }),
];

function excludesGuests(
  m: { readonly events: readonly { readonly excludeGuest: boolean }[] },
  sampled: number,
): boolean {
  return sampled > 0 && m.events[sampled - 1].excludeGuest;
}
