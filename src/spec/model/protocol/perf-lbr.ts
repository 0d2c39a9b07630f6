/**
 * perf's LBR code: arch/x86/events/intel/lbr.c, with the bookkeeping of struct cpu_hw_events. Function names follow
 * the kernel's. All of it runs with IRQs off.
 */
import { zeroRecords } from './hardware.ts';
import { cpuOfEvent, hostAsksForGuest, type EventInfo, type Machine } from './machine.ts';
import { Filter, setOf, Tag } from './tags.ts';
import { decodeCount, encodeCount, EventState, type World } from './world.ts';

/** vlbr_exclude_host(): while a guest LBR event is started on the pCPU, perf leaves the LBRs alone. */
function vlbrExcludesHost(m: Machine, w: World, cpu: number): boolean {
  return m.design.vlbrMutesHost === 'yes' && w.cpus[cpu].guestMask === 1;
}

/** intel_pmu_lbr_disable_all() */
export function disableAll(m: Machine, w: World, cpu: number): void {
  const hw = w.cpus[cpu];
  if (hw.lbrUsers === 0 || vlbrExcludesHost(m, w, cpu)) return;
  hw.recording = 0;
  if (m.instance.flavour === 'legacy') {
    hw.freezeLbrsOnPmi = 0;
    w.seen.debugctlWrites += 1;
  } else {
    hw.select = Filter.zero;
    w.seen.lbrWrites += 1;
  }
}

/**
 * intel_pmu_lbr_enable_all(): LBR_SELECT comes from the shared register, whoever wrote it last; at the end of a PMI it
 * stays as it is.
 */
export function enableAll(m: Machine, w: World, cpu: number, pmi = false): void {
  const hw = w.cpus[cpu];
  if (hw.lbrUsers === 0 || vlbrExcludesHost(m, w, cpu)) return;
  if (!pmi) {
    hw.select = hw.erConfig;
    w.seen.lbrWrites += 1;
  }
  // Freezing corrupts the stack pointer of call-stack mode near a PMI.
  const freeze = hw.erConfig === Filter.callStack ? 0 : 1;
  if (hw.recording === 0 || hw.freezeLbrsOnPmi !== freeze) w.seen.debugctlWrites += 1;
  hw.freezeLbrsOnPmi = freeze;
  hw.recording = 1;
}

/** intel_pmu_lbr_reset(): does not write TOS. */
export function reset(m: Machine, w: World, cpu: number): void {
  const hw = w.cpus[cpu];
  zeroRecords(w, cpu);
  hw.lastTaskCtx = 0;
  if (m.design.resetCovers === 'everything') hw.tos = hw.slot = 0;
  const select =
    m.design.resetCovers === 'everything' || (m.design.resetCovers === 'records-and-select' && hw.selectFlag);
  if (select && m.instance.flavour === 'legacy') hw.select = Filter.zero;
}

/**
 * intel_pmu_lbr_add(). The software filter is that of the event added last. A first user that has never run starts
 * from empty records; a first user that has run before finds whatever is there.
 */
export function lbrAdd(m: Machine, w: World, cpu: number, event: EventInfo): void {
  const hw = w.cpus[cpu];
  if (event.fakeIndex) hw.selectFlag = 1;
  hw.brSel = event.filter;
  if (hw.brSel === Filter.callStack) countCallStackUser(m, w, event, +1);
  hw.lbrUsers++;
  switch (m.design.handOver) {
    case 'first-user-reset':
      if (hw.lbrUsers === 1 && w.events[event.index].ran === 0) reset(m, w, cpu);
      break;
    case 'save-and-load':
      // A guest LBR event loads its image when it is started, not here: it may yet fail to be scheduled.
      // What comes back after a mediated vPMU never gave up its records.
      if (event.vcpu < 0 && hw.lbrUsers === 1 && hw.guestCtxLoaded === 0) reset(m, w, cpu);
      break;
    case 'none':
      break;
  }
}

/** The start of a guest LBR event. Where records come and go with the event: its own image, or zeros. */
export function startVlbr(m: Machine, w: World, cpu: number, task: number): void {
  const hw = w.cpus[cpu];
  if (hw.guestMask === 1) return;
  hw.guestMask = 1;
  if (m.design.handOver !== 'save-and-load') return;
  reset(m, w, cpu);
  if (w.images[task].valid === 1) restoreImage(m, w, cpu, task);
  dropImage(m, w, task);
}

/** The start of a host LBR event, once it is sure to fit: guest branches may be there that another one asked for. */
export function startHost(m: Machine, w: World, cpu: number, event: EventInfo): void {
  if (!event.excludeGuest || !hostAsksForGuest(m, w, cpu)) return;
  if (m.design.mixedUsers === 'zeros') reset(m, w, cpu);
}

/** intel_pmu_lbr_del() */
export function lbrDel(m: Machine, w: World, cpu: number, event: EventInfo): void {
  const hw = w.cpus[cpu];
  const filter = m.design.callStackAccounting === 'last-filter' ? hw.brSel : event.filter;
  if (filter === Filter.callStack) countCallStackUser(m, w, event, -1);
  if (event.fakeIndex) hw.selectFlag = 0;
  hw.lbrUsers--;
  // The kernel leaves the filter as it is; nobody looks at it before the next event is added.
  if (hw.lbrUsers === 0) hw.brSel = Filter.zero;
}

/** The stop of a guest LBR event. Where records come and go with the event, it takes them along. */
export function stopVlbr(m: Machine, w: World, cpu: number, task: number): void {
  w.cpus[cpu].guestMask = 0;
  if (m.design.handOver === 'save-and-load') saveImage(m, w, cpu, task);
}

/** lbr_callstack_users of the event's task; of the whole system for a CPU event, where the design has that. */
function countCallStackUser(m: Machine, w: World, event: EventInfo, step: 1 | -1): void {
  const task = event.cpu >= 0 ? 0 : w.events[event.index].task;
  if (task !== 0) {
    if (hasTaskData(m, w, task)) w.images[task].users = counted(m, w.images[task].users, step);
  } else if (m.design.systemWideCallStack === 'saved') {
    w.callStackUsers = counted(m, w.callStackUsers, step);
  }
}

function counted(m: Machine, field: number, step: 1 | -1): number {
  return encodeCount(m.instance, decodeCount(m.instance, field) + step);
}

/** Whether perf has memory for the records of a task. */
export function hasTaskData(m: Machine, w: World, task: number): boolean {
  if (task === 0) return false;
  if (m.design.taskData === 'with-call-stack-event') return hasCallStackEvent(m, w, task);
  return w.images[task].allocated === 1 && hasEvent(m, w, task);
}

/** Whether some open event asks for a saved call stack of the task. */
function hasCallStackEvent(m: Machine, w: World, task: number): boolean {
  for (const event of m.events) {
    if (w.events[event.index].state === EventState.none || event.filter !== Filter.callStack) continue;
    if (event.cpu < 0 && w.events[event.index].task === task) return true;
    if (event.cpu >= 0 && m.design.systemWideCallStack === 'saved') return true;
  }
  return false;
}

/** Called with an event that has just been opened. */
export function allocateTaskData(m: Machine, w: World, task: number): void {
  if (task !== 0 && m.design.taskData !== 'with-call-stack-event' && hasCallStackEvent(m, w, task)) {
    w.images[task].allocated = 1;
  }
}

/** Called when an event has just been closed. A new allocation is zeroed. */
export function freeTaskData(m: Machine, w: World, task: number): void {
  if (task === 0 || !dataGoes(m, w, task)) return;
  const image = w.images[task];
  image.allocated = 0;
  image.users = 0;
  if (m.design.lazyRelease === 'keeps-records') return;
  dropImage(m, w, task);
  image.select = Filter.zero;
}

function hasEvent(m: Machine, w: World, task: number): boolean {
  return m.events.some(
    (event) => event.cpu < 0 && w.events[event.index].task === task && w.events[event.index].state !== EventState.none,
  );
}

function dataGoes(m: Machine, w: World, task: number): boolean {
  switch (m.design.taskData) {
    case 'with-call-stack-event':
      return !hasCallStackEvent(m, w, task);
    case 'with-any-event':
      return !hasEvent(m, w, task);
    case 'with-task':
      return false;
  }
}

/**
 * lbr_stack_state = LBR_NONE: what the image holds does not count until the next save, and no pCPU can take its
 * registers for it (the next save counts log_id on).
 */
export function dropImage(m: Machine, w: World, task: number): void {
  const image = w.images[task];
  for (const hw of w.cpus) if (hw.lastTaskCtx === task) hw.lastTaskCtx = 0;
  image.valid = 0;
  image.ring.fill(Tag.none);
  image.tos = Tag.none;
  image.slot = 0;
  // A later save overwrites it, except where the flag that says so was taken away by a second event on index 58.
  if (!m.fakeIndexCanFail) image.select = Filter.zero;
  image.lbrEn = 0;
  image.savedOn = 0;
}

function hasCallStackUsers(w: World, task: number): boolean {
  return w.images[task].users !== 0 || w.callStackUsers !== 0;
}

/** intel_pmu_lbr_sched_task(): save or restore for a task with data; wipe on the way in for one without. */
export function schedTask(m: Machine, w: World, cpu: number, task: number, way: 'in' | 'out'): void {
  if (w.cpus[cpu].lbrUsers === 0) return;
  if (m.design.handOver === 'save-and-load') {
    // The guest's records go with its event. Host call stacks of a vCPU thread are not kept beside them.
    if (guestEventIsOn(m, w, cpu)) return;
    if (m.vcpuOfTask[task] >= 0) {
      if (way === 'in') reset(m, w, cpu);
      return;
    }
  }
  if (hasTaskData(m, w, task)) {
    if (way === 'in') restoreAtSwitch(m, w, cpu, task);
    else saveAtSwitch(m, w, cpu, task);
  } else if (way === 'in') {
    reset(m, w, cpu);
  }
}

/** Whether a guest LBR event is ACTIVE on the pCPU. */
export function guestEventIsOn(m: Machine, w: World, cpu: number): boolean {
  for (let index = m.firstVlbr; index < m.events.length; index++) {
    if (w.events[index].state === EventState.active && cpuOfEvent(m, w, m.events[index]) === cpu) return true;
  }
  return false;
}

/** __intel_pmu_lbr_save() */
function saveAtSwitch(m: Machine, w: World, cpu: number, task: number): void {
  if (!hasCallStackUsers(w, task)) {
    dropImage(m, w, task);
    return;
  }
  saveImage(m, w, cpu, task);
  for (const hw of w.cpus) if (hw.lastTaskCtx === task) hw.lastTaskCtx = 0;
  w.cpus[cpu].lastTaskCtx = task;
  w.images[task].savedOn = cpu + 1;
}

/** __intel_pmu_lbr_restore() */
function restoreAtSwitch(m: Machine, w: World, cpu: number, task: number): void {
  const image = w.images[task];
  if (!hasCallStackUsers(w, task) || image.valid === 0) {
    reset(m, w, cpu);
    return;
  }
  if (!restoreIsElided(m, w, cpu, task)) restoreImage(m, w, cpu, task);
  dropImage(m, w, task);
}

/**
 * The registers are taken to hold the image still where this task was the last one saved on this pCPU, and nowhere else
 * since. Recording by another user in between does not count, and the record at the saved TOS must not be 0.
 */
function restoreIsElided(m: Machine, w: World, cpu: number, task: number): boolean {
  const hw = w.cpus[cpu];
  const image = w.images[task];
  if (m.design.restoreElision === 'never') return false;
  if (hw.lastTaskCtx !== task || image.savedOn !== cpu + 1) return false;
  const age = (hw.slot - image.slot + hw.ring.length) % hw.ring.length;
  return hw.ring[age] !== Tag.none;
}

/** intel_pmu_lbr_save(): up to the first empty record. */
export function saveImage(m: Machine, w: World, cpu: number, task: number): void {
  const hw = w.cpus[cpu];
  const image = w.images[task];
  let valid = true;
  for (let i = 0; i < hw.ring.length; i++) {
    valid = valid && hw.ring[i] !== Tag.none;
    image.ring[i] = valid ? hw.ring[i] : Tag.none;
  }
  image.valid = 1;
  image.tos = hw.tos;
  image.slot = hw.slot;
  if (hw.selectFlag === 1 || m.instance.flavour === 'arch') image.select = hw.select;
  // XSAVES takes LBR_CTL along as it is at that moment.
  if (m.instance.flavour === 'arch') image.lbrEn = hw.recording;
  w.seen.lbrReads += 1;
}

/** intel_pmu_lbr_restore() */
export function restoreImage(m: Machine, w: World, cpu: number, task: number): void {
  const hw = w.cpus[cpu];
  const image = w.images[task];
  for (let i = 0; i < hw.ring.length; i++) hw.ring[i] = image.ring[i];
  hw.tos = image.tos;
  hw.slot = image.slot;
  if (hw.selectFlag === 1 || m.instance.flavour === 'arch') hw.select = image.select;
  if (m.instance.flavour === 'arch') hw.recording = image.lbrEn;
  w.seen.lbrWrites += 1;
}

/** intel_pmu_lbr_read(): into cpuc->lbr_stack; nothing is read, and nothing dropped, while the guest owns the LBRs. */
export function readForSamples(m: Machine, w: World, cpu: number): boolean {
  const hw = w.cpus[cpu];
  if (hw.lbrUsers === 0 || vlbrExcludesHost(m, w, cpu)) return false;
  let tags = 0;
  for (const tag of hw.ring) tags |= setOf(tag);
  hw.sampleStack = tags;
  w.seen.lbrReads += 1;
  return true;
}
