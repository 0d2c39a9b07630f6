import { compactCopy } from '../../kit/layout.ts';
import type { ProtocolSettings } from '../../switches/protocol.ts';
import type { HostEventSpec, Instance, Priority } from './instance.ts';
import { EventState, type World } from './world.ts';
import { Filter, guestTag, Tag } from './tags.ts';

/** What does not change during a run: the instance, the design, and the names of things resolved to numbers. */
export interface Machine {
  readonly instance: Instance;
  readonly design: ProtocolSettings;
  /** Task number of each vCPU, and vCPU of each task (-1 for none). Tasks start at 1. */
  readonly taskOfVcpu: readonly number[];
  readonly vcpuOfTask: readonly number[];
  readonly vmOfVcpu: readonly number[];
  readonly events: readonly EventInfo[];
  /** Index of the first guest LBR event; vCPU v has event `firstVlbr + v`. */
  readonly firstVlbr: number;
  /** Whether two events can ask for the fake counter index at once, so that one fails. */
  readonly fakeIndexCanFail: boolean;
  /** Whether a restore can be left out at a task switch; only then somebody looks at the slot that TOS names. */
  readonly elidesRestores: boolean;
  /** Whether guests have LBRs at all on this host. */
  readonly guestHasLbr: boolean;
  /** Whether the vPMU is mediated: perf takes its events off the pCPU around the run loop. */
  readonly mediated: boolean;
}

export interface EventInfo {
  readonly index: number;
  readonly name: string;
  readonly priority: Priority;
  readonly pinned: boolean;
  /** pCPU of a CPU event, -1 for a task event. */
  readonly cpu: number;
  /** Task of a host task event, 0 otherwise; a guest LBR event has its task in the state. */
  readonly task: number;
  /** What the event asks of LBR_SELECT, and its configuration in the shared register (they differ where it is exclusive). */
  readonly filter: number;
  readonly config: number;
  /** vCPU of a guest LBR event, -1 for a host event. */
  readonly vcpu: number;
  readonly excludeGuest: boolean;
  readonly pebs: boolean;
  readonly excludeHost: boolean;
  /** Sits on the fake counter index 58: the guest LBR events, and host events that use their encoding. */
  readonly fakeIndex: boolean;
  /** A host event that its user also disables and enables. */
  readonly toggled: boolean;
}

/** Resolves an instance and a design. Throws a RangeError where the instance names a task or CPU that it does not have. */
export function createMachine(design: ProtocolSettings, instance: Instance): Machine {
  const vcpus = instance.tasks.flatMap((task, index) =>
    task.kind === 'vcpu' ? [{ task: index + 1, spec: task }] : [],
  );
  const hostEvents = instance.hostEvents.map((spec, index) => hostEventInfo(instance, spec, index));
  const guestEvents = vcpus.map(({ spec }, vcpu) => guestEventInfo(design, hostEvents.length + vcpu, vcpu, spec.name));
  const mediated = design.vpmu === 'mediated' || (design.vpmu === 'either' && instance.vpmu === 'mediated');
  return {
    instance: compactCopy(instance),
    design: compactCopy(design),
    taskOfVcpu: vcpus.map(({ task }) => task),
    vcpuOfTask: [-1, ...instance.tasks.map((_, index) => vcpus.findIndex(({ task }) => task === index + 1))],
    vmOfVcpu: vcpus.map(({ spec }) => spec.vm),
    events: [...hostEvents, ...guestEvents],
    firstVlbr: hostEvents.length,
    fakeIndexCanFail: instance.with.includes('other-thread') || hostEvents.some((event) => event.fakeIndex),
    // Records that go with the guest event leave nothing to a task switch but call stacks of the host.
    elidesRestores:
      design.restoreElision !== 'never' &&
      (design.handOver !== 'save-and-load' || hostEvents.some(({ filter }) => filter === Filter.callStack)),
    guestHasLbr:
      (!mediated || design.mediatedLbr !== 'none') &&
      (instance.flavour === 'legacy' || design.archGuestLbr === 'exposed'),
    mediated,
  };
}

function hostEventInfo(instance: Instance, spec: HostEventSpec, index: number): EventInfo {
  const task = spec.task === undefined ? 0 : instance.tasks.findIndex(({ name }) => name === spec.task) + 1;
  const cpu = spec.cpu ?? -1;
  if (spec.priority.startsWith('cpu') ? cpu < 0 || cpu >= instance.cpus : task === 0) {
    throw new RangeError(`instance ${instance.name}: event ${spec.name} has no CPU or task of the instance`);
  }
  const filter = spec.filter === 'any' ? Filter.any : Filter.callStack;
  return {
    index,
    name: spec.name,
    priority: spec.priority,
    pinned: spec.priority.endsWith('pinned'),
    cpu,
    task,
    filter,
    config: filter,
    vcpu: -1,
    excludeGuest: spec.excludeGuest,
    pebs: spec.pebs ?? false,
    excludeHost: spec.excludeHost ?? false,
    fakeIndex: spec.raw1b00 ?? false,
    toggled: spec.toggled ?? false,
  };
}

/** intel_pmu_create_guest_lbr_event(): pinned to its task, call-stack mode, counts nothing. */
function guestEventInfo(design: ProtocolSettings, index: number, vcpu: number, name: string): EventInfo {
  const pinned = design.vlbrPriority !== 'task-flexible';
  return {
    index,
    name: `vLBR ${name}`,
    priority: pinned ? 'task-pinned' : 'task-flexible',
    pinned,
    cpu: -1,
    task: 0,
    filter: Filter.callStack,
    // An exclusive guest LBR event has a configuration that no host event can share.
    config: design.vlbrConstraint === 'exclusive' ? Filter.guest : Filter.callStack,
    vcpu,
    excludeGuest: false,
    excludeHost: true,
    pebs: false,
    fakeIndex: true,
    toggled: false,
  };
}

/** pCPU on which a task runs, -1 where it does not. */
export function cpuOfTask(w: World, task: number): number {
  for (let cpu = 0; cpu < w.cpus.length; cpu++) if (w.cpus[cpu].current === task) return cpu;
  return -1;
}

export function cpuOfVcpu(m: Machine, w: World, vcpu: number): number {
  return cpuOfTask(w, m.taskOfVcpu[vcpu]);
}

/** The vCPU whose thread runs on a pCPU, -1 for none. */
export function vcpuOn(m: Machine, w: World, cpu: number): number {
  return m.vcpuOfTask[w.cpus[cpu].current];
}

/** pCPU on which an event could be: its own, or that of its task; -1 for none. */
export function cpuOfEvent(_m: Machine, w: World, event: EventInfo): number {
  if (event.cpu >= 0) return event.cpu;
  const task = w.events[event.index].task;
  return task === 0 ? -1 : cpuOfTask(w, task);
}

/** Whether a host LBR event is ACTIVE on a pCPU. */
function hostEventActiveOn(m: Machine, w: World, cpu: number): boolean {
  for (let index = 0; index < m.firstVlbr; index++) {
    if (w.events[index].state === EventState.active && cpuOfEvent(m, w, m.events[index]) === cpu) return true;
  }
  return false;
}

/** Whether the host LBR events that are on here asked to see the guest, all of them. */
export function hostAsksForGuest(m: Machine, w: World, cpu: number): boolean {
  if (!hostEventActiveOn(m, w, cpu)) return false;
  for (let index = 0; index < m.firstVlbr; index++) {
    if (w.events[index].state !== EventState.active || !m.events[index].excludeGuest) continue;
    if (cpuOfEvent(m, w, m.events[index]) === cpu) return false;
  }
  return true;
}

/** Who executes on a pCPU outside guest mode: a plain task's own code, or the host. */
export function hostTag(m: Machine, w: World, cpu: number): number {
  const current = w.cpus[cpu].current;
  return current !== 0 && m.vcpuOfTask[current] < 0 ? Tag.task : Tag.host;
}

export function tagOfVcpu(m: Machine, vcpu: number): number {
  return guestTag(m.vmOfVcpu[vcpu]);
}
