import { EventState } from './world.ts';
import { Filter, guestTag, Tag } from './tags.ts';
/** Resolves an instance and a design. Throws a RangeError where the instance names a task or CPU that it does not have. */
export function createMachine(design, instance) {
  const vcpus = instance.tasks.flatMap((task, index) =>
    task.kind === 'vcpu' ? [{ task: index + 1, spec: task }] : [],
  );
  const hostEvents = instance.hostEvents.map((spec, index) => hostEventInfo(instance, spec, index));
  const guestEvents = vcpus.map(({ spec }, vcpu) => guestEventInfo(design, hostEvents.length + vcpu, vcpu, spec.name));
  return {
    instance,
    design,
    taskOfVcpu: vcpus.map(({ task }) => task),
    vcpuOfTask: [-1, ...instance.tasks.map((_, index) => vcpus.findIndex(({ task }) => task === index + 1))],
    vmOfVcpu: vcpus.map(({ spec }) => spec.vm),
    events: [...hostEvents, ...guestEvents],
    firstVlbr: hostEvents.length,
    fakeIndexCanFail: instance.with.includes('other-thread') || hostEvents.some((event) => event.fakeIndex),
    guestHasLbr: instance.flavour === 'legacy' || design.archGuestLbr === 'exposed',
  };
}
function hostEventInfo(instance, spec, index) {
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
    fakeIndex: spec.raw1b00 ?? false,
    toggled: spec.toggled ?? false,
  };
}
/** intel_pmu_create_guest_lbr_event(): pinned to its task, call-stack mode, counts nothing. */
function guestEventInfo(design, index, vcpu, name) {
  const pinned = design.vlbrPriority === 'task-pinned';
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
    pebs: false,
    fakeIndex: true,
    toggled: false,
  };
}
/** pCPU on which a task runs, -1 where it does not. */
export function cpuOfTask(w, task) {
  for (let cpu = 0; cpu < w.cpus.length; cpu++) if (w.cpus[cpu].current === task) return cpu;
  return -1;
}
export function cpuOfVcpu(m, w, vcpu) {
  return cpuOfTask(w, m.taskOfVcpu[vcpu]);
}
/** The vCPU whose thread runs on a pCPU, -1 for none. */
export function vcpuOn(m, w, cpu) {
  return m.vcpuOfTask[w.cpus[cpu].current];
}
/** pCPU on which an event could be: its own, or that of its task; -1 for none. */
export function cpuOfEvent(_m, w, event) {
  if (event.cpu >= 0) return event.cpu;
  const task = w.events[event.index].task;
  return task === 0 ? -1 : cpuOfTask(w, task);
}
/** Whether a host LBR event is ACTIVE on a pCPU. */
export function hostEventActiveOn(m, w, cpu) {
  for (let index = 0; index < m.firstVlbr; index++) {
    if (w.events[index].state === EventState.active && cpuOfEvent(m, w, m.events[index]) === cpu) return true;
  }
  return false;
}
/** Who executes on a pCPU outside guest mode: a plain task's own code, or the host. */
export function hostTag(m, w, cpu) {
  const current = w.cpus[cpu].current;
  return current !== 0 && m.vcpuOfTask[current] < 0 ? Tag.task : Tag.host;
}
export function tagOfVcpu(m, vcpu) {
  return guestTag(m.vmOfVcpu[vcpu]);
}
