import { commit, kernel, mail } from '../kit/source.ts';
import { cpuOfEvent, guestOwner, otherGuests } from '../model/protocol/observe.ts';
import { Filter, GUEST_TAGS, guestFilter, HOST_TAGS, setOf, Tag } from '../model/protocol/tags.ts';
import { NO_MEDIATED_LBR, SERIES_ADDS_NOTHING } from './applicable.ts';
import { protocolRule } from './protocol-rule.ts';

const RELEASES = ['v5.12', 'v6.2', 'v6.12', 'v7.3'];
const ADD = kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_add', 'v7.3', 'read', 'resets for a first user only');
const RESTORE = kernel('arch/x86/events/intel/lbr.c', '__intel_pmu_lbr_restore', 'v7.3', 'read', 'may restore nothing');
const NO_ADAPTIVE_PEBS = 'adaptive PEBS is not offered to guests';

export const isolation = [
  protocolRule({
    id: 'LBR-ISO-1',
    level: 'must',
    title: 'No host record reaches a guest',
    statement: 'A guest must not be able to read a record of a branch that the host executed.',
    rationale: 'Records are kernel addresses. One of them gives away where the kernel is mapped, and what it just did.',
    doesNotSay:
      'It does not cover LBR_SELECT and TOS, which [LBR-ISO-2] and [LBR-ISO-3] do, nor PEBS, which [LBR-ISO-7] does. A read by the VMM on behalf of the guest counts as one of the guest.',
    sources: [
      mail(
        'Y9RUOvJ5dkCU9J8C@google.com',
        'Sean Christopherson',
        '2023-01-27',
        'said',
        'tests must show that KVM does not leak host state',
      ),
      ADD,
      RESTORE,
    ],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    notApplicable: NO_MEDIATED_LBR,
    securityBoundary: true,
    model: [
      'src/spec/model/protocol/perf-lbr.ts#lbrAdd',
      'src/spec/model/protocol/perf-lbr.ts#restoreIsElided',
      'src/spec/model/protocol/hardware.ts#readLbrMsrs',
    ],
    property: () => ({
      kind: 'step',
      witness: (_before, action, after) =>
        action.name !== 'guest.pebs_record' && after.seen.reader > 0 && after.seen.records !== 0,
      holds: (_before, action, after) =>
        action.name === 'guest.pebs_record' || (after.seen.records & HOST_TAGS) === 0 || after.seen.reader === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-2',
    level: 'must',
    title: "The host's LBR_SELECT does not reach a guest",
    statement: 'A guest must not be able to read a value of LBR_SELECT that the host programmed.',
    rationale: 'The value tells what somebody on the host is profiling. It also changes what the guest records.',
    doesNotSay:
      'It says nothing of values that the guest itself wrote. A host event that asks for every branch programs 0, which tells nothing; the model takes each host filter for one that tells.',
    sources: [ADD, RESTORE, commit('0fe39a3929ac', 'perf/x86/lbr: Reset LBR_SELECT during vlbr reset', 'said')],
    violatedOn: [...RELEASES, 'coexist-2023'],
    notApplicable: NO_MEDIATED_LBR,
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf-lbr.ts#reset'],
    property: () => ({
      kind: 'step',
      witness: (_before, _action, after) => after.seen.reader > 0 && after.seen.dummy === 0,
      holds: (_before, _action, after) =>
        after.seen.reader === 0 || (after.seen.select !== Filter.any && after.seen.select !== Filter.callStack),
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-3',
    level: 'must',
    title: "The host's TOS does not reach a guest",
    statement: 'A guest must not be able to read a value of TOS that a branch of the host left.',
    rationale: 'It is a few bits of what the host did, and the guest would take the wrong entry for its newest.',
    doesNotSay:
      'It does not say that those few bits are worth much; the rule is there because the fix is one MSR write.',
    sources: [kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_reset', 'v7.3', 'read', 'does not write TOS')],
    violatedOn: [...RELEASES, 'coexist-2023'],
    notApplicable: NO_MEDIATED_LBR,
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf-lbr.ts#reset'],
    property: () => ({
      kind: 'step',
      witness: (_before, _action, after) => after.seen.reader > 0 && after.seen.dummy === 0,
      holds: (_before, _action, after) => after.seen.reader === 0 || (setOf(after.seen.tos) & HOST_TAGS) === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-4',
    level: 'must',
    title: 'Nothing of one guest reaches another',
    statement: 'A guest must not be able to read a record, a TOS or an LBR_SELECT of another guest.',
    rationale: 'Two VMs that share a pCPU share its registers, and must not notice.',
    doesNotSay: 'It does not cover two vCPUs of one VM on one thread of a host, which the VMM does not do.',
    sources: [RESTORE, commit('0fe39a3929ac', 'perf/x86/lbr: Reset LBR_SELECT during vlbr reset', 'said')],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    notApplicable: NO_MEDIATED_LBR,
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf-lbr.ts#schedTask', 'src/spec/model/protocol/perf-lbr.ts#reset'],
    property: (m) => ({
      kind: 'step',
      witness: (_before, _action, after) => m.vmOfVcpu.length > 1 && after.seen.reader > 0 && after.seen.dummy === 0,
      holds: (_before, _action, after) => {
        const { reader, records, tos, select } = after.seen;
        if (reader === 0) return true;
        const others = otherGuests(m, reader - 1);
        if ((records & others) !== 0 || (setOf(tos) & others) !== 0) return false;
        return select < Filter.guest || select === guestFilter(m.vmOfVcpu[reader - 1]);
      },
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-5',
    level: 'must',
    title: 'A host sample that excludes guests shows none',
    statement:
      'A sample of a host LBR event that excludes guests must not contain a record of a branch that a guest executed.',
    rationale:
      'Guest addresses in a host profile are wrong as data. The user of the event may be any process that profiles itself, and the guest is somebody else’s.',
    doesNotSay: 'It says nothing of events that asked for guests.',
    sources: [kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_read', 'v7.3', 'read'), ADD],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    securityBoundary: true,
    model: ['src/spec/model/protocol/actions/host.ts#takeSample', 'src/spec/model/protocol/perf-lbr.ts#readForSamples'],
    property: (m) => ({
      kind: 'step',
      witness: (_before, action, after) => action.name === 'nmi.sample' && excludesGuests(m, after.seen.sampled),
      holds: (_before, action, after) =>
        action.name !== 'nmi.sample' ||
        !excludesGuests(m, after.seen.sampled) ||
        (after.seen.sampleRecords & GUEST_TAGS) === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-6',
    level: 'must',
    title: "A host PEBS record carries no guest's records",
    statement: 'A PEBS record of a host event must not contain LBR records that belong to a guest.',
    rationale: 'The PEBS hardware stores the LBR MSRs by itself. Muting perf does not mute it.',
    doesNotSay: 'It says nothing of PEBS without the branch group.',
    sources: [
      kernel(
        'arch/x86/events/intel/ds.c',
        'pebs_update_adaptive_cfg',
        'v7.3',
        'inferred',
        'no test of the guest LBR event',
      ),
    ],
    violatedOn: [...RELEASES, 'coexist-2023'],
    notApplicable: SERIES_ADDS_NOTHING,
    securityBoundary: true,
    model: ['src/spec/model/protocol/actions/host.ts#pebsRecord'],
    property: (m) => ({
      kind: 'step',
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
    title: "A guest's PEBS record carries no host records",
    statement: 'A PEBS record that a guest gets must not contain a record of a branch that the host executed.',
    rationale: 'The PEBS hardware ignores the MSR bitmap, so interception of the LBR MSRs does not help.',
    doesNotSay: 'It does not say that guests must have adaptive PEBS; hiding it keeps the rule.',
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
    violatedOn: ['v6.2', 'coexist-2023'],
    notApplicable: {
      'v5.12': NO_ADAPTIVE_PEBS,
      'v6.12': NO_ADAPTIVE_PEBS,
      'v7.3': NO_ADAPTIVE_PEBS,
      'v7.3-mediated': NO_ADAPTIVE_PEBS,
      ...SERIES_ADDS_NOTHING,
      request: NO_ADAPTIVE_PEBS,
      contract: NO_ADAPTIVE_PEBS,
    },
    securityBoundary: true,
    model: ['src/spec/model/protocol/actions/guest.ts#guestActions'],
    property: () => ({
      kind: 'step',
      witness: (_before, action) => action.name === 'guest.pebs_record',
      holds: (_before, action, after) => action.name !== 'guest.pebs_record' || (after.seen.records & HOST_TAGS) === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-8',
    level: 'must',
    title: 'A sample has its own event’s filter',
    statement: 'The records of a host sample must be filtered for the event that the sample belongs to.',
    rationale:
      'A filter is part of the request. A host event that asked for every branch gets what the guest LBR event, long gone, would have asked for.',
    doesNotSay:
      'It says nothing of the hardware filter; [LBR-ENT-4] does. As two host events fit together only with one hardware filter, it is not shown that a user gets branches of a privilege level that he may not see.',
    sources: [
      kernel(
        'arch/x86/events/intel/lbr.c',
        'intel_pmu_lbr_filter',
        'v7.3',
        'read',
        'uses the filter of the event that was added last',
      ),
    ],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    model: ['src/spec/model/protocol/perf-lbr.ts#lbrAdd', 'src/spec/model/protocol/actions/host.ts#takeSample'],
    property: () => ({
      kind: 'step',
      witness: (_before, _action, after) => after.seen.sampled > 0 && after.seen.sampleFresh === 1,
      holds: (_before, _action, after) => after.seen.sampleFresh === 0 || after.seen.sampleFiltered === 1,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-9',
    level: 'must',
    title: 'A VM that is gone leaves nothing to be found',
    statement: 'A guest must not be able to read a record, a TOS or an LBR_SELECT of a VM that was destroyed.',
    rationale: 'The VM that starts next on the same thread and pCPU is somebody else’s.',
    doesNotSay: 'It does not say that destroying a VM clears registers; whoever owns them next may do it.',
    sources: [
      commit('0fe39a3929ac', 'perf/x86/lbr: Reset LBR_SELECT during vlbr reset', 'said', 'the next guest read it'),
      kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_reset', 'v7.3', 'read', 'does not write TOS'),
    ],
    violatedOn: [...RELEASES, 'coexist-2023'],
    notApplicable: { ...NO_MEDIATED_LBR, ...SERIES_ADDS_NOTHING },
    securityBoundary: true,
    model: ['src/spec/model/protocol/vlbr.ts#destroyVm', 'src/spec/model/protocol/perf-lbr.ts#reset'],
    property: (m) => ({
      kind: 'step',
      witness: (_before, _action, after) =>
        m.instance.with.includes('destroy') && after.seen.reader > 0 && after.seen.dummy === 0,
      holds: (_before, _action, after) =>
        after.seen.reader === 0 ||
        ((after.seen.records & setOf(Tag.gone)) === 0 &&
          after.seen.tos !== Tag.gone &&
          after.seen.select !== Filter.gone),
    }),
  }),
];

function excludesGuests(
  m: { readonly events: readonly { readonly excludeGuest: boolean }[] },
  sampled: number,
): boolean {
  return sampled > 0 && m.events[sampled - 1].excludeGuest;
}
