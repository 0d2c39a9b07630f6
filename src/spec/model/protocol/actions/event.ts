/** What users of perf do with a host LBR event. */
import type { Action } from '../../../kit/model.ts';
import { eventCanChange, irqsOn } from '../irq.ts';
import { cpuOfTask, type EventInfo, type Machine } from '../machine.ts';
import { closeEvent, disableEvent, enableEvent, openEvent } from '../perf/event.ts';
import { heldByRunningVcpu } from '../request.ts';
import { EventState, type World } from '../world.ts';
import { action } from './action.ts';

/** A host LBR event as its user sees it: opened, closed, disabled and enabled, from here or by IPI. */
export function eventActions(m: Machine, event: EventInfo): Action<World>[] {
  const args = { event: event.name };
  const state = (w: World): number => w.events[event.index].state;
  const needs = 'the pCPU of the event has IRQs off or is in guest mode, or the event is in another state';
  const actions = [
    action('perf.open', {
      args,
      needs,
      when: (w) => state(w) === EventState.none && canOpen(m, w, event),
      apply: (w) => openEvent(m, w, event, event.task),
    }),
    action('perf.close', {
      args,
      needs,
      when: (w) => state(w) !== EventState.none && eventCanChange(m, w, event),
      apply: (w) => closeEvent(m, w, event),
    }),
  ];
  if (!event.toggled) return actions;
  actions.push(
    action('perf.disable', {
      args,
      needs,
      when: (w) => state(w) >= EventState.inactive && eventCanChange(m, w, event),
      apply: (w) => disableEvent(m, w, event),
    }),
    action('perf.enable', {
      args,
      needs,
      when: (w) => (state(w) === EventState.off || state(w) === EventState.error) && eventCanChange(m, w, event),
      apply: (w) => enableEvent(m, w, event),
    }),
  );
  return actions;
}

/** With hand-over on request, perf may ask for a CPU-pinned event from another pCPU at any time. */
function canOpen(m: Machine, w: World, event: EventInfo): boolean {
  if (event.fakeIndex && m.design.vlbrEncoding === 'kernel-only') return false;
  if (m.mediated && m.design.mediatedEvents === 'refuses-include-guest' && !event.excludeGuest) return false;
  if (event.priority === 'cpu-pinned' && heldByRunningVcpu(m, w, event.cpu)) return true;
  const cpu = event.cpu >= 0 ? event.cpu : cpuOfTask(w, event.task);
  return cpu < 0 || irqsOn(m, w, cpu);
}
