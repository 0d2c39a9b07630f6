import { commit, kernel, mail } from '../kit/source.ts';
import {
  cpuOfVcpu,
  everyCpu,
  everyVcpu,
  guestOwner,
  hostOwns,
  otherGuests,
  ownsHere,
  recordsWithinReach,
  someCpu,
  someHostEvent,
  someVcpu,
  tagOfVcpu,
  tagsInRing,
  vlbrState,
} from '../model/protocol/observe.ts';
import type { EventInfo, Machine } from '../model/protocol/machine.ts';
import { Filter, GUEST_TAGS, guestFilter, HOST_TAGS, setOf, Tag } from '../model/protocol/tags.ts';
import { EventState, type World } from '../model/protocol/world.ts';
import { NO_MEDIATED_LBR, SERIES_ADDS_NOTHING } from './applicable.ts';
import { protocolRule } from './protocol-rule.ts';

const RELEASES = ['v5.12', 'v6.2', 'v6.12', 'v7.3'];
const LBR_C = 'arch/x86/events/intel/lbr.c';

/** Whether the step leaves each guest every record that it made as the owner and can get at. */
const keepsRecords = (m: Machine, before: World, after: World): boolean =>
  everyVcpu(
    before,
    (v) => before.vcpus[v].recorded === 0 || recordsWithinReach(m, after, v) >= recordsWithinReach(m, before, v),
  );

const hasRecords = (m: Machine, w: World): boolean =>
  someVcpu(w, (vcpu) => w.vcpus[vcpu].recorded === 1 && recordsWithinReach(m, w, vcpu) > 0);

export const contextSwitch = [
  protocolRule({
    id: 'LBR-CTX-1',
    level: 'must',
    title: 'Records survive a task switch',
    statement:
      'A task switch must not lose records of a guest, whether its thread leaves, arrives, or moves to another pCPU.',
    rationale: 'A guest cannot know that its thread was preempted.',
    doesNotSay: 'It does not cover the lazy release after a task switch; [LBR-CTX-3] does.',
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'read'),
      kernel(LBR_C, '__intel_pmu_lbr_restore', 'v7.3', 'read'),
    ],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    notApplicable: NO_MEDIATED_LBR,
    model: ['src/spec/model/protocol/perf-lbr.ts#schedTask', 'src/spec/model/protocol/perf-lbr.ts#restoreAtSwitch'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action) => action.name === 'sched.switch' && hasRecords(m, before),
      holds: (before, action, after) => action.name !== 'sched.switch' || keepsRecords(m, before, after),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-2',
    level: 'must',
    title: 'A new guest owner finds its own image or zeros',
    statement:
      'When a guest becomes the owner of the LBRs of a pCPU, the record MSRs must hold its own records or zeros, and nothing else.',
    rationale: 'What else they hold, the guest can read at once, without another exit.',
    doesNotSay:
      'It does not say who writes them, perf or KVM, nor that all of its own records are back, which [LBR-CTX-1] and [LBR-CTX-4] do.',
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read', 'a second user finds what is there'),
      mail(
        'ZJYCtDN+ITmrgCUs@google.com',
        'Sean Christopherson',
        '2023-06-23',
        'said',
        'what guarantees that the MSRs hold guest data?',
      ),
    ],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    notApplicable: NO_MEDIATED_LBR,
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf-lbr.ts#lbrAdd'],
    property: (m) => ({
      kind: 'step',
      witness: (before, _action, after) => someCpu(before, (cpu) => becomesGuestOwner(m, before, after, cpu)),
      holds: (before, _action, after) =>
        everyCpu(before, (cpu) => {
          if (!becomesGuestOwner(m, before, after, cpu)) return true;
          const foreign = HOST_TAGS | otherGuests(m, guestOwner(m, after, cpu));
          return (tagsInRing(after, cpu) & foreign) === 0;
        }),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-3',
    level: 'must',
    title: 'A lazy release drops nothing that can still be read',
    statement: 'Releasing the guest LBR event must not lose records that the guest may still read.',
    rationale:
      'A guest reads its records after it turned recording off, or after a PMI did. Preemption in between must not matter.',
    doesNotSay: 'It does not say that KVM must hold on to the event, only to what the guest recorded.',
    sources: [
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_cleanup', 'v7.3', 'read', 'decided by DEBUGCTL.LBR alone'),
      mail('20200613080958.132489-1-like.xu@linux.intel.com', 'Like Xu', '2020-06-13', 'said', 'lazy release'),
    ],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    notApplicable: NO_MEDIATED_LBR,
    model: ['src/spec/model/protocol/actions/kvm.ts#serveRequests', 'src/spec/model/protocol/perf-lbr.ts#freeTaskData'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action, after) =>
        action.name === 'kvm.serve_requests' && hasRecords(m, before) && releases(m, before, after),
      holds: (before, action, after) => action.name !== 'kvm.serve_requests' || keepsRecords(m, before, after),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-4',
    level: 'must',
    title: 'What contention takes away is saved',
    statement:
      'Opening, closing, enabling, disabling or rotating a host LBR event must not make a guest lose records that it has.',
    rationale:
      'Losing the LBRs for a while is the price of contention. Losing what was recorded before is not, whether the event takes the LBRs from the guest or only has perf schedule everything anew.',
    doesNotSay: 'It says nothing of branches that the guest executes while it does not own the LBRs.',
    sources: [kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'inferred', 'records are saved at task switches only')],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    notApplicable: NO_MEDIATED_LBR,
    model: ['src/spec/model/protocol/perf-lbr.ts#lbrDel'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action) => action.name.startsWith('perf.') && hasRecords(m, before),
      holds: (before, action, after) => !action.name.startsWith('perf.') || keepsRecords(m, before, after),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-5',
    level: 'must',
    title: 'A new host owner finds no records of a guest',
    statement:
      'When a host LBR event becomes the owner of the LBRs of a pCPU, the registers must not hold records of a guest.',
    rationale: 'They would go into its first samples.',
    doesNotSay: 'It says nothing of guest branches that are recorded later because the event asked for them.',
    sources: [kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read', 'an event that has run before resets nothing')],
    violatedOn: [...RELEASES, 'coexist-2023', 'arch-lbr-v2'],
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf-lbr.ts#lbrAdd'],
    property: (m) => ({
      kind: 'step',
      witness: (before, _action, after) => someCpu(before, (cpu) => becomesHostOwner(m, before, after, cpu)),
      holds: (before, _action, after) =>
        everyCpu(
          before,
          (cpu) => !becomesHostOwner(m, before, after, cpu) || (tagsInRing(after, cpu) & GUEST_TAGS) === 0,
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-6',
    level: 'must',
    title: 'LBR_SELECT of a guest comes back with it',
    statement: 'A guest that has set LBR_SELECT must find its value there whenever it owns the LBRs.',
    rationale: 'With another filter the guest records other branches than it asked for, and cannot know.',
    doesNotSay: 'It says nothing of a guest that never wrote LBR_SELECT.',
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_restore', 'v7.3', 'read'),
      kernel(
        LBR_C,
        '__intel_pmu_lbr_restore',
        'v7.3',
        'read',
        'a restore that is left out leaves LBR_SELECT out as well',
      ),
    ],
    violatedOn: [...RELEASES, 'coexist-2023'],
    notApplicable: { ...SERIES_ADDS_NOTHING, ...NO_MEDIATED_LBR },
    model: ['src/spec/model/protocol/perf-lbr.ts#restoreImage', 'src/spec/model/protocol/perf-lbr.ts#restoreIsElided'],
    property: (m) => ({
      kind: 'state',
      witness: (w) => someVcpu(w, (vcpu) => w.vcpus[vcpu].wroteSelect === 1 && ownsAlone(m, w, vcpu)),
      holds: (w) =>
        everyVcpu(
          w,
          (vcpu) =>
            w.vcpus[vcpu].wroteSelect === 0 ||
            !ownsAlone(m, w, vcpu) ||
            w.cpus[cpuOfVcpu(m, w, vcpu)].select === guestFilter(m.vmOfVcpu[vcpu]),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-9',
    level: 'must',
    title: 'TOS of a guest comes back with its records',
    statement:
      'While a guest owns the LBRs and has records of its own in them, TOS must be where its own newest branch left it.',
    rationale: 'TOS says which record is the newest. With another TOS the guest reads its records in a wrong order.',
    doesNotSay:
      'It says nothing of a guest without records, who may find a TOS that somebody else left; [LBR-ISO-3] and [LBR-ISO-4] do. Arch LBR has no TOS.',
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_restore', 'v7.3', 'read', 'writes TOS with the records'),
      kernel(LBR_C, '__intel_pmu_lbr_restore', 'v7.3', 'read', 'a restore that is left out leaves TOS out as well'),
    ],
    violatedOn: [...RELEASES, 'coexist-2023'],
    notApplicable: { ...SERIES_ADDS_NOTHING, ...NO_MEDIATED_LBR },
    model: ['src/spec/model/protocol/perf-lbr.ts#restoreImage', 'src/spec/model/protocol/perf-lbr.ts#restoreIsElided'],
    property: (m) => ({
      kind: 'state',
      witness: (w) => someVcpu(w, (vcpu) => ownsWithRecords(m, w, vcpu)),
      holds: (w) =>
        everyVcpu(
          w,
          (vcpu) => !ownsWithRecords(m, w, vcpu) || w.cpus[cpuOfVcpu(m, w, vcpu)].tos === tagOfVcpu(m, vcpu),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-7',
    level: 'must',
    title: 'A task switch wipes the records of a system-wide host event',
    statement:
      'After a task switch under a host LBR event without saved call stacks, the registers must not hold user branches of the task that left.',
    rationale: 'Records carry no address space. A branch of the old task would be shown as one of the new.',
    doesNotSay: 'It does not forbid branches of the scheduler itself.',
    sources: [kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'read')],
    violatedOn: [],
    notApplicable: SERIES_ADDS_NOTHING,
    model: ['src/spec/model/protocol/perf-sched.ts#switchTask'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action) => action.name === 'sched.switch' && leavesPlainTask(m, before, action.args.cpu),
      holds: (before, action, after) =>
        action.name !== 'sched.switch' ||
        !leavesPlainTask(m, before, action.args.cpu) ||
        !hostAlone(m, after, Number(action.args.cpu)) ||
        (tagsInRing(after, Number(action.args.cpu)) & setOf(Tag.task)) === 0,
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-8',
    level: 'should',
    title: 'A system-wide call stack survives a task switch',
    statement:
      'perf should keep the records of a task for a system-wide host LBR event in call-stack mode, from the switch away from the task to the switch back to it.',
    rationale:
      'A call stack in the LBRs is built over a long time. Wiped at each switch, it is nearly always too short.',
    doesNotSay: 'It does not ask for that in vCPU threads, whose image is the guest’s.',
    sources: [
      commit('3cec9fd03543', 'perf/x86/lbr: Fix shorter LBRs call stacks for the system-wide mode', 'said'),
      kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'read'),
    ],
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'v7.3-mediated', 'coexist-2023'],
    notApplicable: SERIES_ADDS_NOTHING,
    model: ['src/spec/model/protocol/perf-lbr.ts#schedTask'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action) => action.name === 'sched.switch' && leavesCallStack(m, before, action.args.cpu),
      holds: (before, action, after) => {
        if (action.name !== 'sched.switch') return true;
        const cpu = Number(action.args.cpu);
        const left = before.cpus[cpu].current;
        const came = after.cpus[cpu].current;
        const saved = !leavesCallStack(m, before, cpu) || holdsCallStack(after, left);
        const back =
          !holdsCallStack(before, came) ||
          !systemCallStackAlone(m, after, cpu) ||
          (tagsInRing(after, cpu) & setOf(Tag.task)) !== 0;
        return saved && back;
      },
    }),
  }),
];

function ownsAlone(m: Machine, w: World, vcpu: number): boolean {
  // On Arch LBR the filter is in LBR_CTL, which holds the guest's value in guest mode only.
  return m.instance.flavour === 'legacy' && ownsHere(m, w, vcpu) && w.cpus[cpuOfVcpu(m, w, vcpu)].guestMask === 1;
}

function ownsWithRecords(m: Machine, w: World, vcpu: number): boolean {
  return ownsAlone(m, w, vcpu) && w.vcpus[vcpu].recorded === 1 && recordsWithinReach(m, w, vcpu) > 0;
}

function becomesGuestOwner(m: Machine, before: World, after: World, cpu: number): boolean {
  const now = guestOwner(m, after, cpu);
  return now >= 0 && guestOwner(m, before, cpu) !== now;
}

/** From no host owner, and under no guest, to a host owner. */
function becomesHostOwner(m: Machine, before: World, after: World, cpu: number): boolean {
  return !hostAlone(m, before, cpu) && hostAlone(m, after, cpu);
}

function hostAlone(m: Machine, w: World, cpu: number): boolean {
  return hostOwns(m, w, cpu) && guestOwner(m, w, cpu) < 0;
}

function releases(m: Machine, before: World, after: World): boolean {
  return someVcpu(
    before,
    (vcpu) => vlbrState(m, before, vcpu) !== EventState.none && vlbrState(m, after, vcpu) === EventState.none,
  );
}

function leavesPlainTask(m: Machine, w: World, cpu: string | number | undefined): boolean {
  const index = Number(cpu);
  const { current, select } = w.cpus[index];
  return current !== 0 && m.vcpuOfTask[current] < 0 && hostAlone(m, w, index) && select !== Filter.callStack;
}

/** A plain task leaves whose newest record is its own, under a system-wide call-stack event alone on the pCPU. */
function leavesCallStack(m: Machine, w: World, cpu: string | number | undefined): boolean {
  const index = Number(cpu);
  const { current, ring } = w.cpus[index];
  return current !== 0 && m.vcpuOfTask[current] < 0 && ring[0] === Tag.task && systemCallStackAlone(m, w, index);
}

/** The host has the pCPU's LBRs to itself, for a system-wide event in call-stack mode. */
function systemCallStackAlone(m: Machine, w: World, cpu: number): boolean {
  const isSystemWide = (event: EventInfo, state: number): boolean =>
    state === EventState.active && event.cpu >= 0 && event.filter === Filter.callStack;
  return hostAlone(m, w, cpu) && someHostEvent(m, w, cpu, isSystemWide);
}

/** perf keeps records of the task, with its own branch the newest. */
function holdsCallStack(w: World, task: number): boolean {
  const image = w.images[task];
  return image.valid === 1 && image.ring[0] === Tag.task;
}
