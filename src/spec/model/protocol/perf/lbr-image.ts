/** The records of a task in memory: arch/x86/events/intel/lbr.c. */
import type { Machine } from '../machine.ts';
import { Filter, Tag } from '../tags.ts';
import type { World } from '../world.ts';

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
