/** NMIs and PEBS of host LBR events: arch/x86/events/intel/core.c and ds.c. */
import type { Action } from '../../../kit/model.ts';
import { tagsInRing } from '../hardware.ts';
import { inGuest } from '../irq.ts';
import { cpuOfEvent, type EventInfo, type Machine } from '../machine.ts';
import { disableEvent } from '../perf/event.ts';
import { enableAll, readForSamples } from '../perf/lbr.ts';
import { EventState, type World } from '../world.ts';
import { action } from './action.ts';

/** A PMI of the event: an NMI, so it arrives whether IRQs are on or off; in guest mode it causes a VM-exit first. */
export function pmiActions(m: Machine, event: EventInfo): Action<World>[] {
  const isOn = (w: World): boolean => {
    if (w.events[event.index].state !== EventState.active) return false;
    const cpu = cpuOfEvent(m, w, event);
    return cpu >= 0 && !inGuest(m, w, cpu);
  };
  const needs = 'the event is not active, or its pCPU is in guest mode, where an NMI causes a VM-exit first';
  const args = { event: event.name };
  if (event.pebs) {
    return [action('nmi.pebs_record', { args, needs, when: isOn, apply: (w) => pebsRecord(m, w, event) })];
  }
  return [action('nmi.sample', { args, needs, when: isOn, apply: (w) => takeSample(m, w, event) })];
}

/** intel_pmu_handle_irq(): reads the records; up to perfmon version 3 it turns recording on again at its end. */
function takeSample(m: Machine, w: World, event: EventInfo): void {
  const cpu = cpuOfEvent(m, w, event);
  const hw = w.cpus[cpu];
  // Up to perfmon version 3 hardware freezes by clearing the enable bit; from 4 on GLOBAL_STATUS does it, until the ack.
  if (m.instance.perfmon < 4 && m.instance.flavour === 'legacy' && hw.freezeLbrsOnPmi === 1) hw.recording = 0;
  const fresh = readForSamples(m, w, cpu);
  w.seen.sampled = event.index + 1;
  w.seen.sampleFresh = fresh ? 1 : 0;
  w.seen.sampleRecords = fresh || m.design.mutedSample === 'previous-records' ? hw.sampleStack : 0;
  w.seen.sampleFiltered = m.design.sampleFilter === 'own' || hw.brSel === event.filter ? 1 : 0;
  if (m.design.nmiThrottle === 'removes-event') disableEvent(m, w, event);
  if (m.instance.perfmon < 4) enableAll(m, w, cpu, true);
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
