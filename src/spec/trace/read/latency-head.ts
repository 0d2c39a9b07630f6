import { CONTEXT, IRQS, type TraceEvent } from './events.ts';
import { readName, type HeadEnd } from './event-name.ts';
import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';
import { decimalAt, pastDigits, pastSpaces, withFraction } from './scan.ts';

/** Width of the task column in the latency format: `%8.8s-%-7d %3d` and the flags at once. */
const TASK_WIDTH = 8;
const SPACE = 32;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const LOWER_S = 115;
const LOWER_U = 117;

/**
 * Reads the latency format: that of ftrace, `vm-9592      0d.h1.  443us+: name: ...`, that of `trace-cmd report -l`,
 * `CPU 0/KV-9592    0d..1   512.443773: name: ...`, and that of `perf script -L`, which has no flags:
 * `      vm    9592   0   512.443773: kvm:name: ...`.
 */
export function readLatencyHead(
  bytes: Uint8Array,
  start: number,
  end: number,
  event: TraceEvent,
  rest: HeadEnd,
): boolean {
  const separator = bytes[start + TASK_WIDTH];
  if (end - start < 24 || (separator !== DASH && separator !== SPACE)) return false;
  const perf = separator === SPACE;
  const pid = perf ? pastSpaces(bytes, start + TASK_WIDTH) : start + TASK_WIDTH + 1;
  const afterPid = pastDigits(bytes, pid);
  if (afterPid === pid || afterPid - pid > 10 || bytes[afterPid] !== SPACE) return false;
  const cpu = pastSpaces(bytes, afterPid);
  const flags = pastDigits(bytes, cpu);
  if (flags === cpu || flags - cpu > 5) return false;
  let at = flags;
  if (!perf) {
    while (bytes[at] > SPACE && at - flags < 8) at++;
    if (at - flags < 4 || at - flags > 7) return false;
  }
  if (bytes[at] !== SPACE) return false;
  at = readTime(bytes, pastSpaces(bytes, at), event);
  if (at < 0 || (perf && event.fraction === 0)) return false;
  event.pid = decimalAt(bytes, pid, afterPid);
  event.cpu = decimalAt(bytes, cpu, flags);
  event.irqs = perf ? IRQS.unknown : IRQS_OF_FLAG[bytes[flags]];
  event.context = perf ? CONTEXT.unknown : CONTEXT_OF_FLAG[bytes[flags + 2]];
  readName(bytes, at, end, rest);
  return true;
}

/** `443us+:`, `512.443773:` or an integer. Returns what follows the colon, -1 where it is something else. */
function readTime(bytes: Uint8Array, from: number, event: TraceEvent): number {
  let at = pastDigits(bytes, from);
  if (at === from || at - from > 20) return -1;
  event.ticks = decimalAt(bytes, from, at);
  event.fraction = 0;
  if (bytes[at] === DOT) {
    const digits = at + 1;
    at = pastDigits(bytes, digits);
    event.fraction = at - digits;
    if (event.fraction === 0 || event.fraction > 9) return -1;
    event.ticks = withFraction(event.ticks, bytes, digits, at);
  } else if (bytes[at] === LOWER_U && bytes[at + 1] === LOWER_S) {
    at += 2;
    // A mark says that the line before was long ago.
    if (bytes[at] !== COLON) at++;
  }
  return bytes[at] === COLON ? at + 1 : -1;
}
