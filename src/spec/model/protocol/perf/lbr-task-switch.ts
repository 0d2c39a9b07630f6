/** What perf does with the LBRs at a task switch: arch/x86/events/intel/lbr.c. */
import { cpuOfEvent, type Machine } from '../machine.ts';
import { Tag } from '../tags.ts';
import { EventState, type World } from '../world.ts';
import { reset } from './lbr.ts';
import { dropImage, restoreImage, saveImage } from './lbr-image.ts';
import { hasTaskData } from './task-data.ts';

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
