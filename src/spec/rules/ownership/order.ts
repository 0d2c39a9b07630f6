/** Who owns the LBRs where a guest and host events want them. */
import { commit, kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  everyCpu,
  guestOwner,
  hostOwns,
  someCpu,
  someHostEvent,
  vcpuOn,
  vlbrState,
} from '../../model/protocol/observe.ts';
import { EventState, type World } from '../../model/protocol/world.ts';
import { NO_MEDIATED_LBR, NO_GUEST_EVENT, HOST_EVENTS_OFF } from '../kit/protocol/exemptions.ts';
import { recordFields } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';

export const ownershipOrder = [
  protocolRule({
    id: 'LBR-OWN-3',
    level: 'must',
    title: 'An ACTIVE host event really records',
    statement: 'perf must not show a host LBR event as ACTIVE on a pCPU while a guest LBR event is ACTIVE there.',
    rationale:
      'A user can learn how an event fares only from its state. An event that is ACTIVE while perf ignores the LBRs for it counts, samples and delivers stale records.',
    doesNotSay:
      'It does not say who wins; [LBR-OWN-4] and [LBR-OWN-5] do. It says nothing of two host events, which share the LBRs where they ask for the same filter.',
    killedBy: ['vlbrConstraint=bypass', 'vlbrConstraint=shared-register'],
    inTrace: UNSEEN.events,
    securityBoundary: false,
    sources: [
      kernel(
        'arch/x86/events/intel/core.c',
        '__intel_get_event_constraints',
        'v7.3',
        'read',
        'the guest LBR event is placed before the shared register is looked at',
      ),
      kernel('arch/x86/events/intel/lbr.c', 'vlbr_exclude_host', 'v7.3', 'read'),
      commit('097e4311cda9', 'perf/x86: Add constraint to create guest LBR event without hw counter', 'said'),
      mail('20230616113353.45202-1-xiong.y.zhang@intel.com', 'Xiong Zhang', '2023-06-16', 'said'),
    ],
    exempt: [NO_MEDIATED_LBR, NO_GUEST_EVENT],
    disputed:
      'Xiong Zhang (June 2023): placing the guest LBR event before the shared register is a bug. Like Xu (June 2023): the order is intended. The model shows the consequence: a host event that perf shows as ACTIVE gets no records.',
    model: [
      'src/spec/model/protocol/perf/constraint.ts#registerIsFree',
      'src/spec/model/protocol/perf/lbr.ts#enableAll',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someCpu(w, (cpu) => bothWant(m, w, cpu)),
      holds: (w) => everyCpu(w, (cpu) => guestOwner(m, w, cpu) < 0 || !hostOwns(m, w, cpu)),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-4',
    revision: 2,
    level: 'must',
    title: 'A CPU-pinned host event comes before a guest',
    statement:
      'A guest must not own the LBRs of a pCPU on which a CPU-pinned host LBR event is enabled, or goes to ERROR because the guest owns them.',
    rationale:
      "perf's order is CPU-pinned, task-pinned, CPU-flexible, task-flexible. The guest LBR event is task-pinned, so exactly one class comes before it.",
    doesNotSay:
      'It says nothing about host events that are open and disabled, or that another host event put into ERROR, nor about one with the encoding of the guest LBR event, which is on a fake counter.',
    killedBy: ['vlbrConstraint=bypass', 'vlbrPriority=keeps-place'],
    inTrace: UNSEEN.events,
    securityBoundary: false,
    sources: [
      mail(
        '20190709121912.GY3402@hirez.programming.kicks-ass.net',
        'Peter Zijlstra',
        '2019-07-09',
        'said',
        'the order, for all scheduling',
      ),
      kernel('kernel/events/core.c', 'ctx_resched', 'v7.3', 'read'),
      kernel(
        'arch/x86/kvm/vmx/pmu_intel.c',
        'intel_pmu_create_guest_lbr_event',
        'v7.3',
        'read',
        'the comment says that a CPU-pinned event can reclaim the LBRs',
      ),
    ],
    exempt: [NO_MEDIATED_LBR, HOST_EVENTS_OFF],
    disputed:
      'The comments in KVM and the document of Xiong Zhang (August 2023) describe this order as existing behaviour. His own series (June 2023) says that the guest LBR event is always active beside a CPU-pinned one, and Like Xu answers that this is intended. No release that was read implements the order.',
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason:
          'A perf that puts the CPU-pinned event into ERROR because a guest was there first kept the sentence, as an event in ERROR is not enabled, and broke the order.',
        before: 'A guest must not own the LBRs of a pCPU on which a CPU-pinned host LBR event is enabled.',
      },
    ],
    model: ['src/spec/model/protocol/perf/sched.ts#ctxResched'],
    property: (m) => ({
      kind: 'step',
      about: () => m.events.some(({ priority }) => priority === 'cpu-pinned'),
      witness: (_before, _action, after) =>
        someCpu(after, (cpu) => enabledCpuPinned(m, after, cpu) && bothWant(m, after, cpu)),
      holds: (before, _action, after) =>
        everyCpu(
          after,
          (cpu) =>
            guestOwner(m, after, cpu) < 0 ||
            (!enabledCpuPinned(m, after, cpu) && !cpuPinnedFails(m, before, after, cpu)),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-5',
    level: 'must',
    title: 'A flexible host event does not take the LBRs from a guest',
    statement:
      'Opening, enabling or rotating a flexible host LBR event must not take the LBRs from a guest that owns them.',
    rationale: 'The other half of the order: task-pinned comes before CPU-flexible and task-flexible.',
    doesNotSay:
      'It does not say that a guest gets the LBRs back at once after a CPU-pinned event had them; [LBR-LIV-1] does.',
    killedBy: ['vlbrPriority=task-flexible'],
    inTrace: UNSEEN.events,
    securityBoundary: false,
    sources: [
      mail('20190709121912.GY3402@hirez.programming.kicks-ass.net', 'Peter Zijlstra', '2019-07-09', 'said'),
      kernel('kernel/events/core.c', 'perf_event_sched_in', 'v7.3', 'read'),
    ],
    exempt: [NO_MEDIATED_LBR],
    model: ['src/spec/model/protocol/perf/sched.ts#ctxResched', 'src/spec/model/protocol/perf/rotate.ts#rotate'],
    property: (m) => ({
      kind: 'step',
      about: ({ name, args }) => isFlexibleArrival(m, name, args.event),
      witness: (before, action) =>
        isFlexibleArrival(m, action.name, action.args.event) &&
        someCpu(before, (cpu) => guestOwner(m, before, cpu) >= 0),
      holds: (before, action, after) =>
        !isFlexibleArrival(m, action.name, action.args.event) ||
        everyCpu(
          before,
          (cpu) => guestOwner(m, before, cpu) < 0 || guestOwner(m, after, cpu) === guestOwner(m, before, cpu),
        ),
    }),
  }),
];

/** Whether the guest of the vCPU here has its event, and a host LBR event is enabled on the pCPU as well. */
function bothWant(m: Machine, w: World, cpu: number): boolean {
  const vcpu = vcpuOn(m, w, cpu);
  if (vcpu < 0 || vlbrState(m, w, vcpu) === EventState.none) return false;
  return someHostEvent(m, w, cpu, (_event, state) => state >= EventState.inactive);
}

/** Whether a CPU-pinned host LBR event of the pCPU is enabled: it has the LBRs or waits for them. */
function enabledCpuPinned(m: Machine, w: World, cpu: number): boolean {
  return someHostEvent(
    m,
    w,
    cpu,
    (event, state) => event.priority === 'cpu-pinned' && !event.fakeIndex && state >= EventState.inactive,
  );
}

/** Whether the step puts a CPU-pinned host LBR event of the pCPU into ERROR. */
function cpuPinnedFails(m: Machine, before: World, after: World, cpu: number): boolean {
  return someHostEvent(
    m,
    after,
    cpu,
    (event, state) =>
      event.priority === 'cpu-pinned' &&
      !event.fakeIndex &&
      state === EventState.error &&
      before.events[event.index].state !== EventState.error,
  );
}

/** Whether the action brings in a flexible host LBR event. */
function isFlexibleArrival(m: Machine, name: string, event: string | number | undefined): boolean {
  if (name === 'perf.rotate') return true;
  if (name !== 'perf.open' && name !== 'perf.enable') return false;
  return m.events.some((candidate) => candidate.name === event && !candidate.pinned);
}
