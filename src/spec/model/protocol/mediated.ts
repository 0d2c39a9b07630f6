/** The mediated vPMU: perf gives a pCPU up to a guest between VM-entry and VM-exit, kernel/events/core.c. */
import { zeroRecords } from './hardware.ts';
import type { Machine } from './machine.ts';
import { contextsOn, pmuDisable, pmuEnable, schedEverythingIn, schedEverythingOut } from './perf/sched.ts';
import type { World } from './world.ts';

/** perf_load_guest_context(): every LBR event leaves the pCPU. Records are neither saved nor cleared. */
export function loadGuestContext(m: Machine, w: World, cpu: number): void {
  const contexts = contextsOn(m, w, cpu).filter(
    ({ task }) => task === 0 || m.design.mediatedLoad !== 'leaves-task-events',
  );
  pmuDisable(m, w, cpu);
  if (m.design.mediatedLoad !== 'leaves-events') schedEverythingOut(m, w, cpu, contexts);
  if (m.design.mediatedLoad === 'takes-off-and-clears') zeroRecords(w, cpu);
  pmuEnable(m, w, cpu);
  w.cpus[cpu].guestCtxLoaded = 1;
}

/** perf_put_guest_context(): everything comes back in order of priority. */
export function putGuestContext(m: Machine, w: World, cpu: number): void {
  pmuDisable(m, w, cpu);
  if (m.design.mediatedPut === 'brings-back') schedEverythingIn(m, w, cpu, contextsOn(m, w, cpu));
  w.cpus[cpu].guestCtxLoaded = 0;
  pmuEnable(m, w, cpu);
}
