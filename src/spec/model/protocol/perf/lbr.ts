/**
 * perf's LBR code: arch/x86/events/intel/lbr.c, with the bookkeeping of struct cpu_hw_events. Function names follow
 * the kernel's. All of it, here and in the files beside, runs with IRQs off.
 */
import { zeroRecords } from '../hardware.ts';
import type { Machine } from '../machine.ts';
import { Filter, setOf } from '../tags.ts';
import type { World } from '../world.ts';

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
