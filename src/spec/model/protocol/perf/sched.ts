/**
 * perf's event scheduling, as far as LBR events go: kernel/events/core.c. Names follow the kernel's. Every entry point,
 * here and in the files beside, runs with IRQs off and stops the PMU around what it does, so each is one atomic step; an
 * NMI in the middle of it finds the PMU disabled and writes nothing.
 */
import { cpuOfEvent, type EventInfo, type Machine } from '../machine.ts';
import { heldByRunningVcpu } from '../request.ts';
import { EventState, type World } from '../world.ts';
import { eventSchedOut, groupSchedIn } from './constraint.ts';
import {
  belongsTo,
  type Class,
  classOf,
  type Context,
  cpuContext,
  hasContext,
  setRotates,
  taskContext,
} from './context.ts';
import { disableAll, enableAll } from './lbr.ts';
import { guestEventIsOn } from './lbr-task-switch.ts';
import { startVlbr } from './lbr-users.ts';

/** x86_pmu_disable() */
export function pmuDisable(m: Machine, w: World, cpu: number): void {
  disableAll(m, w, cpu);
}

/** x86_pmu_enable(): starts what was added, the guest LBR event among it, and then turns the PMU on. */
export function pmuEnable(m: Machine, w: World, cpu: number): void {
  for (let index = m.firstVlbr; index < m.events.length; index++) {
    if (w.events[index].state === EventState.active && cpuOfEvent(m, w, m.events[index]) === cpu) {
      startVlbr(m, w, cpu, w.events[index].task);
    }
  }
  enableAll(m, w, cpu);
}

/** ctx_sched_out() of one class. */
export function classSchedOut(m: Machine, w: World, cpu: number, context: Context, which: Class): void {
  for (let rank = 1; rank <= m.events.length; rank++) {
    for (const event of m.events) {
      if (w.events[event.index].rank !== rank || classOf(event) !== which || !belongsTo(w, event, context)) continue;
      if (w.events[event.index].state === EventState.active) eventSchedOut(m, w, cpu, event);
    }
  }
  if (which === 'flexible') setRotates(w, context, 0);
}

/** ctx_sched_out() of one class, to make room: what belongs to a vCPU in KVM_RUN stays where perf has to ask for it. */
function classMakesRoom(m: Machine, w: World, cpu: number, context: Context, which: Class): void {
  const ofTask = context.cpu < 0 && which === 'pinned';
  if (m.design.takeOver !== 'at-once' && heldByRunningVcpu(m, w, cpu) && ofTask) return;
  if (m.design.vlbrPriority === 'keeps-place' && guestEventIsOn(m, w, cpu) && ofTask) return;
  classSchedOut(m, w, cpu, context, which);
}

/** ctx_sched_in() and merge_sched_in() of one class. A pinned event that does not fit goes to ERROR and stays there. */
export function classSchedIn(m: Machine, w: World, cpu: number, context: Context, which: Class): void {
  let canAddHw = true;
  for (let rank = 1; rank <= m.events.length; rank++) {
    for (const event of m.events) {
      const state = w.events[event.index];
      if (state.rank !== rank || classOf(event) !== which || !belongsTo(w, event, context)) continue;
      if (state.state !== EventState.inactive) continue;
      if (canAddHw && groupSchedIn(m, w, cpu, event)) continue;
      canAddHw = false;
      if (event.priority === 'cpu-pinned' && heldByRunningVcpu(m, w, cpu)) w.cpus[cpu].handOverRequest = 1;
      else if (event.pinned) state.state = EventState.error;
      else setRotates(w, context, 1);
    }
  }
}

/**
 * ctx_resched(): what has to make room goes out, and comes back in order of priority. What did not go out is not looked
 * at, so an event that waits there goes on waiting.
 */
export function ctxResched(m: Machine, w: World, cpu: number, cause: EventInfo): void {
  const cpuCtx = cpuContext(cpu);
  const taskCtx = taskContext(w.cpus[cpu].current);
  const ofCpu = cause.cpu >= 0;
  pmuDisable(m, w, cpu);
  if (cause.pinned) classMakesRoom(m, w, cpu, taskCtx, 'pinned');
  classSchedOut(m, w, cpu, taskCtx, 'flexible');
  if (ofCpu && cause.pinned) classSchedOut(m, w, cpu, cpuCtx, 'pinned');
  if (ofCpu || cause.pinned) classSchedOut(m, w, cpu, cpuCtx, 'flexible');
  if (ofCpu && cause.pinned) classSchedIn(m, w, cpu, cpuCtx, 'pinned');
  if (cause.pinned) classSchedIn(m, w, cpu, taskCtx, 'pinned');
  if (ofCpu || cause.pinned) classSchedIn(m, w, cpu, cpuCtx, 'flexible');
  classSchedIn(m, w, cpu, taskCtx, 'flexible');
  pmuEnable(m, w, cpu);
}

/** The contexts that are live on a pCPU. */
export function contextsOn(m: Machine, w: World, cpu: number): readonly Context[] {
  const task = w.cpus[cpu].current;
  return hasContext(m, w, task) ? [cpuContext(cpu), taskContext(task)] : [cpuContext(cpu)];
}

/** ctx_sched_out() of everything. */
export function schedEverythingOut(m: Machine, w: World, cpu: number, contexts: readonly Context[]): void {
  for (const context of contexts) {
    classSchedOut(m, w, cpu, context, 'pinned');
    classSchedOut(m, w, cpu, context, 'flexible');
  }
}

/** perf_event_sched_in(): pinned before flexible, the pCPU's own before the task's. */
export function schedEverythingIn(m: Machine, w: World, cpu: number, contexts: readonly Context[]): void {
  for (const which of ['pinned', 'flexible'] as const) {
    for (const context of contexts) classSchedIn(m, w, cpu, context, which);
  }
}
