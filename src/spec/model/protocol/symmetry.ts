/**
 * The two vCPUs of an instance differ in nothing but their names, so of two states that differ in nothing but those, one
 * is enough. A state is compared with its mirror image field by field, in a fixed order; the smaller one stands for both.
 *
 * Why that is sound: no action and no property treats a vCPU by its number. Both have a thread, a guest LBR event, an
 * image and a VM of their own; no host event is bound to either thread (checked), and every action that exists for one
 * exists for the other. What is named after a vCPU in the state is exchanged: its thread, the tags of its branches, the
 * filter that it writes. One value is shared instead of named, the configuration of an exclusive guest LBR event; it
 * would reach LBR_SELECT under one name only if perf enabled the LBRs for the host beside a guest (refused).
 */
import type { Machine } from './machine.ts';
import { Filter, setOf, Tag, type TagSet } from './tags.ts';
import type { World } from './world.ts';

/** Why the vCPUs cannot be exchanged, or undefined where they can. */
export function asymmetry(m: Machine): string | undefined {
  if (m.taskOfVcpu.length !== 2 || m.vmOfVcpu[0] === m.vmOfVcpu[1]) return 'there are not two vCPUs of different VMs';
  if (m.events.some(({ vcpu, task }) => vcpu < 0 && m.taskOfVcpu.includes(task))) {
    return 'a host event is bound to a vCPU thread';
  }
  return m.design.vlbrMutesHost === 'yes' ? undefined : 'perf enables the LBRs for the host beside a guest';
}

/** Brings a state to the one of it and its mirror image that stands for both. */
export function canonicalize(m: Machine, w: World): void {
  if (compareWithMirror(m, w) > 0) mirror(m, w);
}

/** Whether exchanging the vCPUs changes nothing. */
export function isItsOwnMirrorImage(m: Machine, w: World): boolean {
  return compareWithMirror(m, w) === 0;
}

const A = guestName(0);
const B = guestName(1);

function guestName(vm: 0 | 1): { readonly tag: number; readonly filter: number } {
  return { tag: Tag.guest + vm, filter: Filter.guest + vm };
}

const tagOf = (tag: number): number => (tag === A.tag ? B.tag : tag === B.tag ? A.tag : tag);
const filterOf = (filter: number): number => (filter === A.filter ? B.filter : filter === B.filter ? A.filter : filter);
const tagsOf = (tags: TagSet): TagSet =>
  (tags & ~(setOf(A.tag) | setOf(B.tag))) |
  ((tags & setOf(A.tag)) === 0 ? 0 : setOf(B.tag)) |
  ((tags & setOf(B.tag)) === 0 ? 0 : setOf(A.tag));

function taskOf(m: Machine, task: number): number {
  if (task === m.taskOfVcpu[0]) return m.taskOfVcpu[1];
  return task === m.taskOfVcpu[1] ? m.taskOfVcpu[0] : task;
}

/** Below 0 where the state comes first, above 0 where its mirror image does, 0 where they are the same. */
function compareWithMirror(m: Machine, w: World): number {
  const [a, b] = w.vcpus;
  // Nearly always one of these tells them apart.
  if (a.at !== b.at) return a.at - b.at;
  if (a.guestLbr !== b.guestLbr) return a.guestLbr - b.guestLbr;
  const before = flatten(m, w, false);
  const mirrored = flatten(m, w, true);
  for (let i = 0; i < before.length; i++) if (before[i] !== mirrored[i]) return before[i] - mirrored[i];
  return 0;
}

/** Everything in the state that the mirror image may have otherwise, of the state or of its mirror image. */
function flatten(m: Machine, w: World, mirrored: boolean): number[] {
  const tag = mirrored ? tagOf : same;
  const filter = mirrored ? filterOf : same;
  const task = mirrored ? (t: number) => taskOf(m, t) : same;
  const values: number[] = [];
  for (let place = 0; place < 2; place++) {
    const vcpu = mirrored ? 1 - place : place;
    for (const value of Object.values(w.vcpus[vcpu])) values.push(value);
    const event = w.events[m.firstVlbr + vcpu];
    values.push(event.state, event.rank, event.ran, task(event.task));
  }
  for (let place = 0; place < w.images.length; place++) {
    const image = w.images[task(place)];
    values.push(image.valid, tag(image.tos), image.slot, filter(image.select), image.lbrEn, image.savedOn);
    values.push(image.rotates, image.allocated, image.users);
    for (const entry of image.ring) values.push(tag(entry));
  }
  for (const cpu of w.cpus) {
    values.push(task(cpu.current), filter(cpu.select), tag(cpu.tos), filter(cpu.brSel), task(cpu.lastTaskCtx));
    values.push(mirrored ? tagsOf(cpu.sampleStack) : cpu.sampleStack);
    for (const entry of cpu.ring) values.push(tag(entry));
  }
  return values;
}

const same = (value: number): number => value;

/** Turns a state into its mirror image, in place and field by field. */
function mirror(m: Machine, w: World): void {
  exchange(w.vcpus[0], w.vcpus[1]);
  exchange(w.events[m.firstVlbr], w.events[m.firstVlbr + 1]);
  for (const event of w.events) event.task = taskOf(m, event.task);
  const a = w.images[m.taskOfVcpu[0]];
  const b = w.images[m.taskOfVcpu[1]];
  for (let i = 0; i < a.ring.length; i++) {
    const entry = a.ring[i];
    a.ring[i] = b.ring[i];
    b.ring[i] = entry;
  }
  exchange(a, b);
  for (const image of w.images) {
    image.tos = tagOf(image.tos);
    image.select = filterOf(image.select);
    for (let i = 0; i < image.ring.length; i++) image.ring[i] = tagOf(image.ring[i]);
  }
  for (const cpu of w.cpus) {
    cpu.current = taskOf(m, cpu.current);
    cpu.select = filterOf(cpu.select);
    cpu.tos = tagOf(cpu.tos);
    cpu.brSel = filterOf(cpu.brSel);
    cpu.lastTaskCtx = taskOf(m, cpu.lastTaskCtx);
    cpu.sampleStack = tagsOf(cpu.sampleStack);
    for (let i = 0; i < cpu.ring.length; i++) cpu.ring[i] = tagOf(cpu.ring[i]);
  }
}

/** Exchanges the numbers of two records of one kind; arrays stay where they are. */
function exchange<Fields extends { [name: string]: unknown }>(a: Fields, b: Fields): void {
  for (const name of Object.keys(a) as (keyof Fields)[]) {
    if (typeof a[name] !== 'number') continue;
    const value = a[name];
    a[name] = b[name];
    b[name] = value;
  }
}
