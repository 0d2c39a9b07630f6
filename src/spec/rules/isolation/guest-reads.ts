/** What a guest can read that is not its own. */
import { commit, kernel, mail } from '../../kit/source.ts';
import { otherGuests } from '../../model/protocol/observe.ts';
import { Filter, guestFilter, HOST_TAGS, setOf } from '../../model/protocol/tags.ts';
import { readsLbr } from '../kit/protocol/about.ts';
import { NO_MEDIATED_LBR } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { kvmAccess, NO_READ } from '../kit/in-trace.ts';

export const ADD = kernel(
  'arch/x86/events/intel/lbr.c',
  'intel_pmu_lbr_add',
  'v7.3',
  'read',
  'resets for a first user only',
);

const RESTORE = kernel('arch/x86/events/intel/lbr.c', '__intel_pmu_lbr_restore', 'v7.3', 'read', 'may restore nothing');

export const isolationGuestReads = [
  protocolRule({
    id: 'LBR-ISO-1',
    level: 'must',
    title: 'No host record reaches a guest',
    statement: 'A guest must not be able to read a record of a branch that the host executed.',
    rationale:
      'A host record holds kernel addresses. One of them reveals where the kernel is mapped, and what it just did.',
    doesNotSay:
      'It does not cover LBR_SELECT and TOS; [LBR-ISO-2] and [LBR-ISO-3] do. It does not cover PEBS; [LBR-ISO-7] does. A read by the VMM on behalf of the guest counts as a guest read.',
    killedBy: ['msrAccess=irqs-on'],
    inTrace: kvmAccess(
      NO_READ,
      'the same as for LBR-MSR-29',
      'who left a value in a record, in every other case; reads that pass through',
    ),
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
    exempt: [NO_MEDIATED_LBR],
    securityBoundary: true,
    model: [
      'src/spec/model/protocol/perf/lbr-users.ts#lbrAdd',
      'src/spec/model/protocol/perf/lbr-task-switch.ts#restoreIsElided',
      'src/spec/model/protocol/hardware.ts#readLbrMsrs',
    ],
    property: () => ({
      kind: 'step',
      about: readsLbr,
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
    rationale: 'The value reveals what somebody on the host is profiling. It also changes what the guest records.',
    doesNotSay:
      'It says nothing of values that the guest itself wrote. A host event that asks for every branch programs 0, which reveals nothing; the model treats each host filter as one that reveals something.',
    killedBy: ['msrAccess=irqs-on'],
    inTrace: kvmAccess(
      'no trapped read of LBR_SELECT is in the trace',
      'VM-entries and VM-exits are recorded, an interrupt handler writes LBR_SELECT, no guest runs on the CPU, and the guest reads that value',
      'who left a value in LBR_SELECT, in every other case; reads that pass through',
    ),
    sources: [ADD, RESTORE, commit('0fe39a3929ac', 'perf/x86/lbr: Reset LBR_SELECT during vlbr reset', 'said')],
    exempt: [NO_MEDIATED_LBR],
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf/lbr.ts#reset'],
    property: () => ({
      kind: 'step',
      about: readsLbr,
      witness: (_before, _action, after) => after.seen.reader > 0 && after.seen.dummy === 0,
      holds: (_before, _action, after) =>
        after.seen.reader === 0 || (after.seen.select !== Filter.any && after.seen.select !== Filter.callStack),
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-3',
    revision: 2,
    level: 'must',
    title: "The host's TOS does not reach a guest",
    statement: 'A guest must not be able to read a value of TOS that a host branch left.',
    rationale: 'TOS reveals a few bits of what the host did, and the guest would take the wrong entry for its newest.',
    doesNotSay:
      'It does not say that those few bits are worth much; the rule is there because the fix is one MSR write.',
    killedBy: ['resetCovers=records-and-select'],
    inTrace: { unseen: 'which branch moved TOS leaves no mark' },
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before: 'A guest must not be able to read a value of TOS that a branch of the host left.',
        editorial: true,
      },
    ],
    sources: [kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_reset', 'v7.3', 'read', 'does not write TOS')],
    exempt: [NO_MEDIATED_LBR],
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf/lbr.ts#reset'],
    property: () => ({
      kind: 'step',
      about: readsLbr,
      witness: (_before, _action, after) => after.seen.reader > 0 && after.seen.dummy === 0,
      holds: (_before, _action, after) => after.seen.reader === 0 || (setOf(after.seen.tos) & HOST_TAGS) === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-ISO-4',
    level: 'must',
    title: "A guest's LBR state does not reach another guest",
    statement: 'A guest must not be able to read a record, a TOS or an LBR_SELECT of another guest.',
    rationale: 'Two VMs that share a pCPU share its registers, and must not notice.',
    doesNotSay: 'It does not cover two vCPUs of one VM on one thread of a host, which the VMM does not do.',
    killedBy: ['resetCovers=records-and-select'],
    inTrace: { unseen: 'a guest runs before it reads, and what it does to the records leaves no mark' },
    sources: [RESTORE, commit('0fe39a3929ac', 'perf/x86/lbr: Reset LBR_SELECT during vlbr reset', 'said')],
    exempt: [NO_MEDIATED_LBR],
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf/lbr-task-switch.ts#schedTask', 'src/spec/model/protocol/perf/lbr.ts#reset'],
    property: (m) => ({
      kind: 'step',
      about: readsLbr,
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
];
