import { cpuOfVcpu, tagOfVcpu, type Machine } from './machine.ts';
import { Filter, guestFilter, setOf, Tag, type TagSet } from './tags.ts';
import type { World } from './world.ts';

/** The processor executes a branch: where recording is on, the newest record is its, and TOS moves. */
export function executeBranch(m: Machine, w: World, cpu: number, tag: number): void {
  const hw = w.cpus[cpu];
  if (hw.recording === 0 || m.instance.branches === false) return;
  for (let i = hw.ring.length - 1; i > 0; i--) hw.ring[i] = hw.ring[i - 1];
  hw.ring[0] = tag;
  // Arch LBR has no TOS: entry 0 is the newest.
  if (m.instance.flavour === 'legacy') {
    hw.tos = tag;
    if (m.elidesRestores) hw.slot = (hw.slot + 1) % hw.ring.length;
  }
  w.seen.recorded = tag;
  w.seen.recordedCpu = cpu + 1;
}

/** Tags in the registers of a pCPU. */
export function tagsInRing(w: World, cpu: number): TagSet {
  let tags = 0;
  for (const tag of w.cpus[cpu].ring) tags |= setOf(tag);
  return tags;
}

/** The guest reads all its LBR MSRs from hardware; what it gets goes to `seen`. */
export function readLbrMsrs(m: Machine, w: World, cpu: number, vcpu: number): void {
  const hw = w.cpus[cpu];
  const own = tagOfVcpu(m, vcpu);
  w.seen.reader = vcpu + 1;
  w.seen.records = tagsInRing(w, cpu);
  // LBR_CTL of a guest is in its VMCS; reading it never goes to the register.
  w.seen.select = m.instance.flavour === 'legacy' ? hw.select : Filter.zero;
  w.seen.tos = hw.tos;
  for (const tag of hw.ring) if (tag === own) w.seen.ownRecords++;
  w.seen.lbrReads += 1;
}

/** The guest writes LBR_SELECT to hardware. Records and TOS reach the registers by branches as well as by writes. */
export function writeSelect(m: Machine, w: World, cpu: number, vcpu: number): void {
  w.cpus[cpu].select = guestFilter(m.vmOfVcpu[vcpu]);
  w.vcpus[vcpu].wroteSelect = 1;
  w.seen.writer = vcpu + 1;
  w.seen.writtenCpu = cpu + 1;
  w.seen.lbrWrites += 1;
}

/** The guest writes LBR_DEPTH to hardware, which zeroes the records of whoever they are. */
export function writeDepth(_m: Machine, w: World, cpu: number, vcpu: number): void {
  zeroRecords(w, cpu);
  w.vcpus[vcpu].recorded = 0;
  w.seen.writer = vcpu + 1;
  w.seen.writtenCpu = cpu + 1;
}

/**
 * XSAVES of the LBR component in guest mode. No MSR bitmap applies to it: it reads the registers of the pCPU where the
 * IA32_XSS that the guest runs with has bit 15, and leaves the component out elsewhere.
 */
export function xsavesLbr(m: Machine, w: World, cpu: number, vcpu: number): void {
  if (lbrComponentIsOn(m, w, vcpu)) {
    readLbrMsrs(m, w, cpu, vcpu);
    w.seen.select = w.cpus[cpu].select;
  } else {
    w.seen.reader = vcpu + 1;
    w.seen.dummy = 1;
  }
}

/** XRSTORS of an image that the guest has made up: records of its own, and its filter in IA32_LBR_CTL. */
export function xrstorsLbr(m: Machine, w: World, cpu: number, vcpu: number): void {
  if (!lbrComponentIsOn(m, w, vcpu)) {
    w.seen.droppedWriter = vcpu + 1;
    return;
  }
  const hw = w.cpus[cpu];
  hw.ring.fill(tagOfVcpu(m, vcpu));
  hw.recording = w.vcpus[vcpu].guestLbr;
  hw.select = hw.recording === 1 ? guestFilter(m.vmOfVcpu[vcpu]) : Filter.zero;
  w.seen.writer = vcpu + 1;
  w.seen.writtenCpu = cpu + 1;
}

function lbrComponentIsOn(m: Machine, w: World, vcpu: number): boolean {
  return m.design.guestXss === 'as-written' || w.vcpus[vcpu].passthrough === 1;
}

/** The guest executes a branch in guest mode. */
export function guestBranch(m: Machine, w: World, vcpu: number): void {
  const cpu = cpuOfVcpu(m, w, vcpu);
  const v = w.vcpus[vcpu];
  executeBranch(m, w, cpu, tagOfVcpu(m, vcpu));
  if (v.guestLbr === 1 && v.passthrough === 1) v.recorded = 1;
}

/** The record MSRs are zero; TOS is not touched. On Arch LBR: a write of LBR_DEPTH. */
export function zeroRecords(w: World, cpu: number): void {
  w.cpus[cpu].ring.fill(Tag.none);
  w.seen.lbrWrites += 1;
}
