/** Records at a task switch, a change of owner, a release. */
import { kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  everyCpu,
  everyVcpu,
  guestOwner,
  hostAlone,
  otherGuests,
  recordsWithinReach,
  someCpu,
  someVcpu,
  tagsInRing,
  vlbrState,
} from '../../model/protocol/observe.ts';
import { GUEST_TAGS, HOST_TAGS } from '../../model/protocol/tags.ts';
import { EventState, type World } from '../../model/protocol/world.ts';
import { by, named, ownerFields, withHostEvents } from '../kit/protocol/about.ts';
import { NO_MEDIATED_LBR, NO_GUEST_EVENT } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { FLAGS } from '../kit/in-trace.ts';

const LBR_C = 'arch/x86/events/intel/lbr.c';

/** Whether the step leaves each guest every record that it made as the owner and can get at. */
const keepsRecords = (m: Machine, before: World, after: World): boolean =>
  everyVcpu(
    before,
    (v) => before.vcpus[v].recorded === 0 || recordsWithinReach(m, after, v) >= recordsWithinReach(m, before, v),
  );

const hasRecords = (m: Machine, w: World): boolean =>
  someVcpu(w, (vcpu) => w.vcpus[vcpu].recorded === 1 && recordsWithinReach(m, w, vcpu) > 0);

export const contextSwitchRecords = [
  protocolRule({
    id: 'LBR-CTX-1',
    level: 'must',
    title: 'Records survive a task switch',
    statement:
      'A task switch must not lose records of a guest, whether its thread leaves, arrives, or moves to another pCPU.',
    rationale: 'A guest cannot know that its thread was preempted.',
    doesNotSay: 'It does not cover the lazy release after a task switch; [LBR-CTX-3] does.',
    killedBy: ['handOver=first-user-reset'],
    inTrace: {
      unseen:
        'perf saves and restores legacy records by RDMSR and WRMSR, but an image that is not restored may still be kept for a later switch, and records of the guest that no save reads leave no mark',
    },
    securityBoundary: false,
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'read'),
      kernel(LBR_C, '__intel_pmu_lbr_restore', 'v7.3', 'read'),
    ],
    exempt: [NO_MEDIATED_LBR],
    model: [
      'src/spec/model/protocol/perf/lbr-task-switch.ts#schedTask',
      'src/spec/model/protocol/perf/lbr-task-switch.ts#restoreAtSwitch',
    ],
    property: (m) => ({
      kind: 'step',
      about: named('sched.switch'),
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
    rationale: 'The guest can read anything else in them at once, without another exit.',
    doesNotSay:
      'It does not say who writes them, perf or KVM, nor that all of its own records are back; [LBR-CTX-1] and [LBR-CTX-4] do.',
    killedBy: ['handOver=none'],
    inTrace: {
      unseen:
        'a restore shows what perf writes, and it ends before the guest LBR event is ACTIVE, which leaves no mark; a guest that becomes the owner without a restore leaves none at all',
    },
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
    exempt: [NO_MEDIATED_LBR],
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf/lbr-users.ts#lbrAdd'],
    property: (m) => ({
      kind: 'step',
      changes: ownerFields,
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
    title: 'A lazy release keeps what the guest can still read',
    statement: 'Releasing the guest LBR event must not lose records that the guest may still read.',
    rationale:
      'A guest reads its records after it has turned recording off, or a PMI has. Preemption in between must not matter.',
    doesNotSay: 'It does not say that KVM must keep the event, only that the records must be kept.',
    killedBy: ['lazyRelease=drops-records'],
    inTrace: { unseen: 'perf writes nothing as a guest LBR event goes: what is lost was in no line' },
    securityBoundary: false,
    sources: [
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_cleanup', 'v7.3', 'read', 'decided by DEBUGCTL.LBR alone'),
      mail('20200613080958.132489-1-like.xu@linux.intel.com', 'Like Xu', '2020-06-13', 'said', 'lazy release'),
    ],
    exempt: [NO_MEDIATED_LBR, NO_GUEST_EVENT],
    model: [
      'src/spec/model/protocol/kvm/loop.ts#serveRequests',
      'src/spec/model/protocol/perf/task-data.ts#freeTaskData',
    ],
    property: (m) => ({
      kind: 'step',
      about: named('kvm.serve_requests'),
      witness: (before, action, after) =>
        action.name === 'kvm.serve_requests' && hasRecords(m, before) && releases(m, before, after),
      holds: (before, action, after) => action.name !== 'kvm.serve_requests' || keepsRecords(m, before, after),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-4',
    level: 'must',
    title: "Contention never loses a guest's records",
    statement:
      'Opening, closing, enabling, disabling or rotating a host LBR event must not make a guest lose records that it has.',
    rationale:
      'Losing the LBRs for a while is the price of contention. Losing earlier records is not, whether the event takes the LBRs from the guest or only makes perf schedule everything anew.',
    doesNotSay: 'It says nothing of branches that the guest executes while it does not own the LBRs.',
    killedBy: ['handOver=first-user-reset'],
    inTrace: { unseen: 'perf saves nothing as a host event takes the LBRs: what is lost was in no line' },
    securityBoundary: false,
    sources: [kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'inferred', 'records are saved at task switches only')],
    exempt: [NO_MEDIATED_LBR],
    model: ['src/spec/model/protocol/perf/lbr-users.ts#lbrDel'],
    property: (m) => ({
      kind: 'step',
      about: by('perf'),
      witness: (before, action) => action.name.startsWith('perf.') && hasRecords(m, before),
      holds: (before, action, after) => !action.name.startsWith('perf.') || keepsRecords(m, before, after),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-5',
    level: 'must',
    title: 'A new host owner finds no guest records',
    statement:
      'When a host LBR event becomes the owner of the LBRs of a pCPU, the registers must not hold records of a guest.',
    rationale: 'The records would go into the host’s first samples.',
    doesNotSay: 'It says nothing of guest branches that are recorded later because the event asked for them.',
    killedBy: ['handOver=none'],
    inTrace: {
      needs: ['msr:read_msr', 'msr:write_msr', 'sched:sched_switch', 'kvm:kvm_entry', FLAGS, 'CPU column'],
      helps: ['kvm:kvm_exit'],
      shows:
        'perf writes a record as 0 while host recording is off, a guest runs, perf saves another value and LBR_SELECT as the vCPU thread is scheduled out, and turns recording on for the host before anybody has written the record',
      hides:
        'records that no save shows right before, and whose they are where the host has recorded; on Arch LBR perf saves by XSAVES without a mark; an idle CPU may lose its records',
      silent: 'perf does not turn host recording on in the trace',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read', 'an event that has run before resets nothing')],
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf/lbr-users.ts#lbrAdd'],
    property: (m) => ({
      kind: 'step',
      about: withHostEvents(m),
      changes: ownerFields,
      witness: (before, _action, after) => someCpu(before, (cpu) => becomesHostOwner(m, before, after, cpu)),
      holds: (before, _action, after) =>
        everyCpu(
          before,
          (cpu) => !becomesHostOwner(m, before, after, cpu) || (tagsInRing(after, cpu) & GUEST_TAGS) === 0,
        ),
    }),
  }),
];

function becomesGuestOwner(m: Machine, before: World, after: World, cpu: number): boolean {
  const now = guestOwner(m, after, cpu);
  return now >= 0 && guestOwner(m, before, cpu) !== now;
}

/** From no host owner, and under no guest, to a host owner. */
function becomesHostOwner(m: Machine, before: World, after: World, cpu: number): boolean {
  return !hostAlone(m, before, cpu) && hostAlone(m, after, cpu);
}

function releases(m: Machine, before: World, after: World): boolean {
  return someVcpu(
    before,
    (vcpu) => vlbrState(m, before, vcpu) !== EventState.none && vlbrState(m, after, vcpu) === EventState.none,
  );
}
