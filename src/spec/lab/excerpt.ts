/** Lines of a log for a reader: one event each, without what every line repeats. */
import type { LogEvent } from './log/types.ts';

/** Events before and after that are shown. */
const BEFORE = 6;
const AFTER = 2;

/** The events of the CPU around a tick, shortened to a line each. */
export function excerptOf(events: readonly LogEvent[], tick: number, cpu: number): string[] {
  const near = events.filter((event) => event.c === cpu && event.t !== 'switch');
  const at = near.findIndex((event) => event.i >= tick);
  const index = at < 0 ? near.length - 1 : at;
  return near.slice(Math.max(0, index - BEFORE), index + AFTER + 1).map(lineOf);
}

function lineOf(event: LogEvent): string {
  const mode = event.m === 'g' ? 'guest' : event.nmi === 1 ? 'nmi' : event.irq === 1 ? 'irq' : 'host';
  const where = event.by ?? event.ip;
  return `${event.i} ${mode} ${bodyOf(event)}${where === undefined ? '' : ` at ${where}`}`;
}

function bodyOf(event: LogEvent): string {
  switch (event.t) {
    case 'rdmsr':
    case 'wrmsr':
      return `${event.t} ${event.msr.toString(16)} = ${event.v}${event.fault === 1 ? ' #GP' : ''}${ofOwner(event.own)}`;
    case 'entry':
      return `entry ${event.vm} debugctl ${event.debugctl}, ${event.pass === 1 ? 'owns' : 'intercepted'}, ring ${ringText(event.ring)}`;
    case 'exit':
      return `exit ${event.vm} reason ${event.reason}, ring ${ringText(event.ring)}`;
    case 'foreign':
      return `foreign ${event.what} of ${event.own} read by ${event.reader}`;
    case 'mark':
    case 'result':
      return `${event.t} ${event.text.slice(0, 80)}`;
    case 'call':
      return `call ${event.fn}`;
    default:
      return event.t;
  }
}

const ofOwner = (own: string | undefined): string => (own === undefined || own === '' ? '' : ` (${own})`);

const ringText = (ring: readonly string[] | undefined): string =>
  ring === undefined
    ? '?'
    : ring.map((entry) => (entry === '' || entry.startsWith('*') ? `empty${entry}` : entry)).join(' ');
