import { CONTEXT, IRQS, type TraceEvent } from './events.ts';
import { readName, type HeadEnd } from './event-name.ts';
import { decimalAt, pastDigits, pastSpaces, withFraction } from './scan.ts';

const TASK_WIDTH = 16;
const SPACE = 32;
const LPAREN = 40;
const PLUS = 43;
const DOT = 46;
const COLON = 58;
const LBRACKET = 91;
const LOWER_M = 109;
const LOWER_S = 115;

/** enum trace_flag_type, which the verbose format prints as one number. */
const FLAG = { irqsOff: 0x01, hardirq: 0x08, softirq: 0x10, nmi: 0x40 } as const;

/**
 * Reads the latency format with `trace_options verbose`, trace_output.c:trace_print_lat_context():
 *
 *     <16 task> <7 thread> <3 CPU> <flags> <8 preempt count> <8 index> [<stamp>] 512.443ms (+0.012ms): <name>
 *
 * The two times have no unit where the clock does not count nanoseconds. The time is that since the start of the buffer.
 */
export function readVerboseHead(
  bytes: Uint8Array,
  start: number,
  end: number,
  event: TraceEvent,
  rest: HeadEnd,
): boolean {
  if (end - start < TASK_WIDTH + 30 || bytes[start + TASK_WIDTH] !== SPACE) return false;
  const pid = number(bytes, start + TASK_WIDTH + 1, 10);
  const cpu = pid && number(bytes, pid.end, 5);
  const flags = cpu && number(bytes, cpu.end, 3);
  const preempt = flags && hexColumn(bytes, flags.end);
  const index = preempt === undefined ? undefined : hexColumn(bytes, preempt);
  if (!pid || !cpu || !flags || index === undefined) return false;
  let at = pastSpaces(bytes, index);
  if (bytes[at] !== LBRACKET) return false;
  at = pastHex(bytes, at + 1) + 1;
  const time = readMilliseconds(bytes, pastSpaces(bytes, at), event);
  if (time < 0) return false;
  at = pastSpaces(bytes, time);
  if (bytes[at] !== LPAREN || bytes[at + 1] !== PLUS) return false;
  while (at < end && bytes[at] !== COLON) at++;
  if (at === end) return false;
  event.pid = pid.value;
  event.cpu = cpu.value;
  event.irqs = flags.value & FLAG.irqsOff ? IRQS.off : IRQS.on;
  event.context = contextOf(flags.value);
  readName(bytes, at + 1, end, rest);
  return true;
}

function contextOf(flags: number): number {
  if (flags & FLAG.nmi) return CONTEXT.nmi;
  if (flags & FLAG.hardirq) return CONTEXT.hardirq;
  return flags & FLAG.softirq ? CONTEXT.softirq : CONTEXT.task;
}

/** `512.443ms` or `512443`. Returns where it ends, -1 where it is something else. */
function readMilliseconds(bytes: Uint8Array, from: number, event: TraceEvent): number {
  let at = pastDigits(bytes, from);
  if (at === from) return -1;
  event.ticks = decimalAt(bytes, from, at);
  event.fraction = 0;
  if (bytes[at] !== DOT) return at;
  const digits = at + 1;
  at = pastDigits(bytes, digits);
  if (at - digits !== 3 || bytes[at] !== LOWER_M || bytes[at + 1] !== LOWER_S) return -1;
  event.ticks = withFraction(event.ticks, bytes, digits, at);
  event.fraction = 3;
  return at + 2;
}

/** A decimal number behind spaces, and a space behind it. */
function number(bytes: Uint8Array, from: number, most: number): { value: number; end: number } | undefined {
  const start = pastSpaces(bytes, from);
  const end = pastDigits(bytes, start);
  if (end === start || end - start > most || bytes[end] !== SPACE) return undefined;
  return { value: decimalAt(bytes, start, end), end };
}

/** At least eight hexadecimal digits behind spaces, and a space behind them. Returns where it ends. */
function hexColumn(bytes: Uint8Array, from: number): number | undefined {
  const start = pastSpaces(bytes, from);
  const end = pastHex(bytes, start);
  return end - start >= 8 && end - start <= 16 && bytes[end] === SPACE ? end : undefined;
}

function pastHex(bytes: Uint8Array, from: number): number {
  let at = from;
  while ((bytes[at] >= 48 && bytes[at] <= 57) || (bytes[at] >= 97 && bytes[at] <= 102)) at++;
  return at;
}
