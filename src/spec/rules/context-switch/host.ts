/** Tasks of the host under a system-wide event. */
import { commit, kernel } from '../../kit/source.ts';
import type { EventInfo, Machine } from '../../model/protocol/machine.ts';
import { hostAlone, someHostEvent, tagsInRing } from '../../model/protocol/observe.ts';
import { Filter, setOf, Tag } from '../../model/protocol/tags.ts';
import { EventState, type World } from '../../model/protocol/world.ts';
import { named, withHostEvents } from '../kit/protocol/about.ts';
import { ONLY_ON_ARCH_HOSTS } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

const LBR_C = 'arch/x86/events/intel/lbr.c';

export const contextSwitchHost = [
  protocolRule({
    id: 'LBR-CTX-7',
    level: 'must',
    title: "A task switch wipes a system-wide host event's records",
    statement:
      'After a task switch under a host LBR event without saved call stacks, the registers must not hold user branches of the task that left.',
    rationale: 'Records carry no address space. A branch of the old task would be shown as one of the new.',
    doesNotSay: 'It does not forbid branches of the scheduler itself.',
    killedBy: ['taskSwitchCallback=task-events-only'],
    inTrace: {
      unseen:
        'whether the task that left ran user code into the records, and whether the event keeps call stacks, is not in the trace',
    },
    securityBoundary: false,
    sources: [kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'read')],
    exempt: [ONLY_ON_ARCH_HOSTS],
    model: ['src/spec/model/protocol/perf/task-switch.ts#switchTask'],
    property: (m) => ({
      kind: 'step',
      about: withHostEvents(m, named('sched.switch')),
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
    doesNotSay: 'It does not ask for that in vCPU threads, whose image belongs to the guest.',
    killedBy: ['systemWideCallStack=wiped'],
    inTrace: {
      unseen:
        'whether an event is in call-stack mode for the whole system is behind the pointer of perf_event_open(), and a restore that perf leaves out leaves no mark',
    },
    securityBoundary: false,
    sources: [
      commit('3cec9fd03543', 'perf/x86/lbr: Fix shorter LBRs call stacks for the system-wide mode', 'said'),
      kernel(LBR_C, 'intel_pmu_lbr_sched_task', 'v7.3', 'read'),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS],
    model: ['src/spec/model/protocol/perf/lbr-task-switch.ts#schedTask'],
    property: (m) => ({
      kind: 'step',
      about: withHostEvents(m, named('sched.switch')),
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
