import { inGuest, irqsOn } from '../../model/protocol/irq.ts';
import { cpuOfEvent, vcpuOn, type Machine } from '../../model/protocol/machine.ts';
import { FILTER_NAMES, Tag, TAG_NAMES } from '../../model/protocol/tags.ts';
import { EVENT_STATE_NAMES, EventState, type World } from '../../model/protocol/world.ts';
import type { BranchTag, CpuSnapshot, EventSnapshot, Executor } from '../run-view.ts';

const EXECUTORS: readonly (Executor & { readonly tag: number })[] = [
  { tag: Tag.host, name: 'host kernel or VMM', letter: 'H', kind: 'host-kernel' },
  { tag: Tag.task, name: 'plain host task', letter: 'T', kind: 'host-task' },
  { tag: Tag.guest, name: 'guest of VM A', letter: 'A', kind: 'guest' },
  { tag: Tag.guest + 1, name: 'guest of VM B', letter: 'B', kind: 'guest' },
];

/** Who can execute a branch in this instance. */
export function executorsOf(m: Machine): Executor[] {
  const plain = m.instance.tasks.some((task) => task.kind === 'plain');
  return EXECUTORS.filter(
    ({ tag }) => tag === Tag.host || (tag === Tag.task && plain) || m.vmOfVcpu.includes(tag - Tag.guest),
  ).map(({ name, letter, kind }) => ({ name, letter, kind }));
}

/** Names of the tags in a set, for a sentence; `nobody` for the empty set. */
export function tagSetText(set: number): string {
  const names = TAG_NAMES.filter((_, tag) => tag !== Tag.none && (set & (1 << tag)) !== 0);
  return names.length === 0 ? 'nobody' : names.join(', ');
}

/** All LBR events with their states. */
export function eventsOf(m: Machine, w: World): EventSnapshot[] {
  return m.events.map(({ index, name }) => ({ name, state: EVENT_STATE_NAMES[w.events[index].state] }));
}

/** All pCPUs as a reader sees them. */
export function snapshot(m: Machine, w: World): CpuSnapshot[] {
  return w.cpus.map((hw, cpu) => ({
    cpu,
    running: hw.current === 0 ? 'idle' : m.instance.tasks[hw.current - 1].name,
    mode: inGuest(m, w, cpu) ? 'guest' : 'host',
    context: 'task',
    irqs: irqsOn(m, w, cpu) || (vcpuOn(m, w, cpu) >= 0 && inGuest(m, w, cpu)) ? 'on' : 'off',
    owner: ownersOf(m, w, cpu),
    debugctl: [
      ...(hw.recording === 1 ? [m.instance.flavour === 'arch' ? 'LBREn' : 'LBR'] : []),
      ...(hw.freezeLbrsOnPmi === 1 ? ['FREEZE_LBRS_ON_PMI'] : []),
      ...(hw.freezeInSmm === 1 ? ['FREEZE_IN_SMM'] : []),
    ],
    select: FILTER_NAMES[hw.select],
    ring: hw.ring.map(branchTag),
  }));
}

/** The LBR events that are ACTIVE on the pCPU. */
function ownersOf(m: Machine, w: World, cpu: number): string {
  const active = m.events.filter(
    (event) => w.events[event.index].state === EventState.active && cpuOfEvent(m, w, event) === cpu,
  );
  return active.length === 0 ? 'nobody' : active.map(({ name }) => name).join(' and ');
}

function branchTag(tag: number): BranchTag | null {
  const executor = EXECUTORS.find((one) => one.tag === tag);
  return executor === undefined ? null : { who: executor.name, letter: executor.letter, kind: executor.kind };
}
