/** The mediated vPMU: perf gives a pCPU up to a guest between VM-entry and VM-exit, kernel/events/core.c. */
import { zeroRecords } from './hardware.ts';
import { vcpuOn, type Machine } from './machine.ts';
import { contextsOn, pmuDisable, pmuEnable, schedEverythingIn, schedEverythingOut } from './perf/sched.ts';
import { Filter, Tag } from './tags.ts';
import type { World } from './world.ts';

/** perf_load_guest_context(): every LBR event leaves the pCPU. In the kernel, records are neither saved nor cleared. */
export function loadGuestContext(m: Machine, w: World, cpu: number): void {
  const contexts = contextsOn(m, w, cpu).filter(
    ({ task }) => task === 0 || m.design.mediatedLoad !== 'leaves-task-events',
  );
  pmuDisable(m, w, cpu);
  if (m.design.mediatedLoad !== 'leaves-events') schedEverythingOut(m, w, cpu, contexts);
  if (m.design.mediatedLoad === 'takes-off-and-clears') zeroRecords(w, cpu);
  if (m.guestHasLbr) loadGuestLbrs(m, w, cpu);
  pmuEnable(m, w, cpu);
  w.cpus[cpu].guestCtxLoaded = 1;
}

/** perf_put_guest_context(): everything comes back in order of priority. */
export function putGuestContext(m: Machine, w: World, cpu: number): void {
  pmuDisable(m, w, cpu);
  if (m.guestHasLbr) putGuestLbrs(m, w, cpu);
  if (m.design.mediatedPut === 'brings-back') schedEverythingIn(m, w, cpu, contextsOn(m, w, cpu));
  w.cpus[cpu].guestCtxLoaded = 0;
  pmuEnable(m, w, cpu);
}

/** The guest's LBRs go into the registers. Its image holds the host's from here to put, where they are set aside. */
function loadGuestLbrs(m: Machine, w: World, cpu: number): void {
  exchange(m, w, cpu);
  const image = imageOn(m, w, cpu);
  image.valid = 0;
  if (m.design.mediatedLbr === 'saved-and-loaded') return;
  image.ring.fill(Tag.none);
  image.tos = Tag.none;
  image.select = Filter.zero;
}

/** The guest's LBRs go back into its image. */
function putGuestLbrs(m: Machine, w: World, cpu: number): void {
  const hw = w.cpus[cpu];
  const ring = [...hw.ring];
  const { tos, select } = hw;
  exchange(m, w, cpu);
  imageOn(m, w, cpu).valid = 1;
  if (m.design.mediatedLbr !== 'leaves-guest-records') return;
  for (let i = 0; i < ring.length; i++) hw.ring[i] = ring[i];
  hw.tos = tos;
  hw.select = select;
}

/** Records, TOS and LBR_SELECT of the registers and of the image change places. IA32_LBR_CTL is a field of the VMCS. */
function exchange(m: Machine, w: World, cpu: number): void {
  const hw = w.cpus[cpu];
  const image = imageOn(m, w, cpu);
  for (let i = 0; i < hw.ring.length; i++) [hw.ring[i], image.ring[i]] = [image.ring[i], hw.ring[i]];
  [hw.tos, image.tos] = [image.tos, hw.tos];
  [hw.slot, image.slot] = [image.slot, hw.slot];
  if (m.instance.flavour === 'legacy') [hw.select, image.select] = [image.select, hw.select];
  w.seen.lbrReads += 1;
  w.seen.lbrWrites += 1;
}

function imageOn(m: Machine, w: World, cpu: number): World['images'][number] {
  return w.images[m.taskOfVcpu[vcpuOn(m, w, cpu)]];
}

/** The host's records of a pCPU: in the registers, or set aside while a guest has those. */
export function hostRecords(m: Machine, w: World, cpu: number): readonly number[] {
  const setAside = m.guestHasLbr && w.cpus[cpu].guestCtxLoaded === 1;
  return setAside ? imageOn(m, w, cpu).ring : w.cpus[cpu].ring;
}
