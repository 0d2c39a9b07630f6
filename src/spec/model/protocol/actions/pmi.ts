/** NMIs and PEBS of host LBR events: arch/x86/events/intel/core.c and ds.c. */
import type { Action } from '../../../kit/model.ts';
import { tagsInRing } from '../hardware.ts';
import { inGuest } from '../irq.ts';
import { cpuOfEvent, cpuOfVcpu, vcpuOn, type EventInfo, type Machine } from '../machine.ts';
import { disableEvent } from '../perf/event.ts';
import { enableAll, readForSamples } from '../perf/lbr.ts';
import { vmExit } from '../vmx.ts';
import { At, EventState, Trap, type World } from '../world.ts';
import { action } from './action.ts';

/** A PMI of the event: an NMI, so it arrives whether IRQs are on or off; in guest mode it causes a VM-exit first. */
export function pmiActions(m: Machine, event: EventInfo): Action<World>[] {
  const isOn = (w: World): boolean => {
    if (w.events[event.index].state !== EventState.active) return false;
    const cpu = cpuOfEvent(m, w, event);
    return cpu >= 0 && !inGuest(m, w, cpu) && !nmiIsBlocked(m, w, cpu);
  };
  const needs = 'the event is not active, or its pCPU is in guest mode, where an NMI causes a VM-exit first';
  const args = { event: event.name };
  if (event.pebs) {
    return [action('nmi.pebs_record', { args, needs, when: isOn, apply: (w) => pebsRecord(m, w, event) })];
  }
  return [action('nmi.sample', { args, needs, when: isOn, apply: (w) => takeSample(m, w, event) })];
}

/** A VM-exit by an NMI blocks further ones until that one is handled. */
function nmiIsBlocked(m: Machine, w: World, cpu: number): boolean {
  const vcpu = vcpuOn(m, w, cpu);
  return vcpu >= 0 && w.vcpus[vcpu].exitNmi !== 0;
}

/**
 * A PMI of the event that ends the guest, and its handler, which KVM calls: in vmx_vcpu_enter_exit() since 11df586d774f
 * (6.3), before that in vmx_handle_exit_irqoff(), when the host's DEBUGCTL and IA32_XSS are back.
 */
export function exitNmiActions(m: Machine, event: EventInfo, vcpu: number, name: string): Action<World>[] {
  const args = { vcpu: name, event: event.name };
  const handledAt = m.design.exitNmi === 'before-restore' ? At.exited : At.restored;
  return [
    action('guest.exit_by_nmi', {
      args,
      at: [vcpu, At.guest],
      when: (w) =>
        w.events[event.index].state === EventState.active && cpuOfEvent(m, w, event) === cpuOfVcpu(m, w, vcpu),
      needs: 'the event is not active on the pCPU of the guest',
      apply(w) {
        vmExit(m, w, cpuOfVcpu(m, w, vcpu), vcpu);
        w.vcpus[vcpu].trap = Trap.none;
        w.vcpus[vcpu].exitNmi = event.index + 1;
        w.vcpus[vcpu].at = At.exited;
      },
    }),
    action('nmi.sample_guest', {
      args,
      at: [vcpu, handledAt],
      when: (w) => w.vcpus[vcpu].exitNmi === event.index + 1,
      needs: 'no NMI of the event ended the guest',
      apply(w) {
        w.vcpus[vcpu].exitNmi = 0;
        takeSample(m, w, event);
      },
    }),
  ];
}

/** intel_pmu_handle_irq(): reads the records; up to perfmon version 3 it turns recording on again at its end. */
function takeSample(m: Machine, w: World, event: EventInfo): void {
  const cpu = cpuOfEvent(m, w, event);
  const hw = w.cpus[cpu];
  // Up to perfmon version 3 hardware freezes by clearing the enable bit; from 4 on GLOBAL_STATUS does it, until the ack.
  if (m.instance.perfmon < 4 && m.instance.flavour === 'legacy' && hw.freezeLbrsOnPmi === 1) hw.recording = 0;
  const stale = readsNothing(m, w, cpu);
  const fresh = !stale && readForSamples(m, w, cpu);
  w.seen.sampled = event.index + 1;
  w.seen.sampleFresh = fresh ? 1 : 0;
  w.seen.sampleRecords = fresh || stale || m.design.mutedSample === 'previous-records' ? hw.sampleStack : 0;
  w.seen.sampleFiltered = m.design.sampleFilter === 'own' || hw.brSel === event.filter ? 1 : 0;
  if (m.design.nmiThrottle === 'removes-event') disableEvent(m, w, event);
  if (m.instance.perfmon < 4) enableAll(m, w, cpu, true);
}

/**
 * intel_pmu_arch_lbr_read_xsave(): XSAVES stores the LBR component only where IA32_XSS has bit 15, which no guest's value
 * has. From the last steps before VM-entry until KVM has put the host's value back, perf reports what the buffer held.
 */
function readsNothing(m: Machine, w: World, cpu: number): boolean {
  if (m.instance.flavour !== 'arch' || m.design.archSampleRead === 'under-host-xss') return false;
  const vcpu = vcpuOn(m, w, cpu);
  return vcpu >= 0 && (w.vcpus[vcpu].at === At.checked || w.vcpus[vcpu].at === At.exited);
}

/** The PEBS hardware stores the registers at the event, whoever owns them. */
function pebsRecord(m: Machine, w: World, event: EventInfo): void {
  const cpu = cpuOfEvent(m, w, event);
  const mine = m.design.hostPebs === 'registers-as-they-are' || w.cpus[cpu].guestMask === 0;
  w.seen.sampled = event.index + 1;
  w.seen.sampleFresh = mine ? 1 : 0;
  w.seen.sampleRecords = mine ? tagsInRing(w, cpu) : 0;
  w.seen.sampleFiltered = 1;
}
