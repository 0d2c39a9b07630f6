/**
 * What can be observed of a world: the vocabulary of the protocol rules. Nothing here looks at a design, and nothing
 * looks at bookkeeping that only one design has.
 */
import { cpuOfEvent, cpuOfTask, cpuOfVcpu, tagOfVcpu, vcpuOn, type EventInfo, type Machine } from './machine.ts';
import { GUEST_TAGS, setOf, type TagSet } from './tags.ts';
import { At, EventState, type World } from './world.ts';

export { cpuOfEvent, cpuOfTask, cpuOfVcpu, tagOfVcpu, vcpuOn } from './machine.ts';
export { inGuest, irqsOn } from './irq.ts';
export { tagsInRing } from './hardware.ts';
export { hostRecords } from './mediated.ts';

/** State of the guest LBR event of a vCPU, an EventState. */
export function vlbrState(m: Machine, w: World, vcpu: number): number {
  return w.events[m.firstVlbr + vcpu].state;
}

/** The guest whose LBR event is ACTIVE on a pCPU, or for which perf has given the PMU up, as a vCPU; -1 for none. */
export function guestOwner(m: Machine, w: World, cpu: number): number {
  if (m.mediated) return m.guestHasLbr && w.cpus[cpu].guestCtxLoaded === 1 ? vcpuOn(m, w, cpu) : -1;
  for (let vcpu = 0; vcpu < w.vcpus.length; vcpu++) {
    const event = w.events[m.firstVlbr + vcpu];
    if (event.state === EventState.active && cpuOfTask(w, event.task) === cpu) return vcpu;
  }
  return -1;
}

/** Whether some host LBR event is ACTIVE on a pCPU. */
export function hostOwns(m: Machine, w: World, cpu: number): boolean {
  return someHostEvent(m, w, cpu, (_event, state) => state === EventState.active);
}

/** Whether the host has the LBRs of a pCPU to itself. */
export function hostAlone(m: Machine, w: World, cpu: number): boolean {
  return hostOwns(m, w, cpu) && guestOwner(m, w, cpu) < 0;
}

/** Whether a host LBR event of the pCPU, or of the task on it, satisfies the test. */
export function someHostEvent(
  m: Machine,
  w: World,
  cpu: number,
  test: (event: EventInfo, state: number) => boolean,
): boolean {
  for (let index = 0; index < m.firstVlbr; index++) {
    const event = m.events[index];
    if (cpuOfEvent(m, w, event) === cpu && test(event, w.events[index].state)) return true;
  }
  return false;
}

/** Who owns the LBRs of a pCPU, by the events that are ACTIVE there: -2 both, -1 nobody, 0 the host, 1 + vCPU a guest. */
export function owner(m: Machine, w: World, cpu: number): number {
  const guest = guestOwner(m, w, cpu);
  const host = hostOwns(m, w, cpu);
  if (guest >= 0) return host ? -2 : guest + 1;
  return host ? 0 : -1;
}

/** Whether the guest of a vCPU owns the LBRs of the pCPU that its thread runs on, by an event of that very thread. */
export function ownsHere(m: Machine, w: World, vcpu: number): boolean {
  const cpu = cpuOfVcpu(m, w, vcpu);
  if (m.mediated) return cpu >= 0 && guestOwner(m, w, cpu) === vcpu;
  const event = w.events[m.firstVlbr + vcpu];
  return event.state === EventState.active && event.task === m.taskOfVcpu[vcpu] && cpu >= 0;
}

/**
 * Whether host code runs on the pCPU with its DEBUGCTL in place: not in guest mode, and not between VM-exit and the
 * write that restores it.
 */
export function hostStateIsBack(m: Machine, w: World, cpu: number): boolean {
  const vcpu = vcpuOn(m, w, cpu);
  return vcpu < 0 || (w.vcpus[vcpu].at !== At.guest && w.vcpus[vcpu].at !== At.exited);
}

/** Tags of every guest but the one of this vCPU. */
export function otherGuests(m: Machine, vcpu: number): TagSet {
  return GUEST_TAGS & ~setOf(tagOfVcpu(m, vcpu));
}

/**
 * Records that the guest of a vCPU can still get at: in the registers while its event is ACTIVE for its own thread,
 * else in the image that perf or KVM keeps for it.
 */
export function recordsWithinReach(m: Machine, w: World, vcpu: number): number {
  const task = m.taskOfVcpu[vcpu];
  const own = tagOfVcpu(m, vcpu);
  const image = w.images[task];
  if (ownsHere(m, w, vcpu)) return count(w.cpus[cpuOfVcpu(m, w, vcpu)].ring, own);
  return image.valid === 1 ? count(image.ring, own) : 0;
}

function count(ring: readonly number[], tag: number): number {
  let found = 0;
  for (const entry of ring) if (entry === tag) found++;
  return found;
}

/** Runs a test on every pCPU. */
export function everyCpu(w: World, test: (cpu: number) => boolean): boolean {
  for (let cpu = 0; cpu < w.cpus.length; cpu++) if (!test(cpu)) return false;
  return true;
}

export function someCpu(w: World, test: (cpu: number) => boolean): boolean {
  for (let cpu = 0; cpu < w.cpus.length; cpu++) if (test(cpu)) return true;
  return false;
}

export function everyVcpu(w: World, test: (vcpu: number) => boolean): boolean {
  for (let vcpu = 0; vcpu < w.vcpus.length; vcpu++) if (!test(vcpu)) return false;
  return true;
}

export function someVcpu(w: World, test: (vcpu: number) => boolean): boolean {
  for (let vcpu = 0; vcpu < w.vcpus.length; vcpu++) if (test(vcpu)) return true;
  return false;
}

/** Whether a user's event with the encoding of the guest's keeps perf from recording on a pCPU. */
export function userMutesPerf(m: Machine, w: World, cpu: number): boolean {
  return someHostEvent(
    m,
    w,
    cpu,
    (event, state) => state === EventState.active && event.fakeIndex && event.excludeHost,
  );
}

/** The vCPU of that name, as actions name it; -1 for none. */
export function vcpuNamed(m: Machine, name: string | number | undefined): number {
  return m.taskOfVcpu.findIndex((task) => m.instance.tasks[task - 1].name === name);
}
