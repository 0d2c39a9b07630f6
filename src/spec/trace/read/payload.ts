import { isGuestLbrMsr, isLbrMsr } from '../msrs.ts';
import { entersNested, ExitReasons, VENDOR } from './exit-reasons.ts';
import { EVENT, type EventKind, type TraceEvent } from './events.ts';
import { decimal, find, findLast, readHex, startsWith, word } from './payload-bytes.ts';
import { endsInColumns, holdsAnother, SHORTEST_LINE } from './second-line.ts';
import { standsAt, wordOf } from './words.ts';

/**
 * What came of reading the text after `name:`. `whole`: understood; `foreign`: an MSR that no rule speaks of; `cut`: the
 * text ends or differs where more is expected, so the event happened and what it says is not known.
 */
export type PayloadReading = 'whole' | 'foreign' | 'cut';

/** `, value `, 16 digits and ` #GP`, and room for the end of a comment; a line that was lost behind them is longer. */
const LONGEST_VALUE = 40;
const SPACE = 32;
const COMMA = 44;
const COLON = 58;
const LOWER_P = 112;
const LOWER_U = 117;
const LOWER_X = 120;

/** Bytes `at..end` are the text, `view` is the same memory; eight bytes after `end` must exist, and `bytes[end]` is a newline. */
export function readPayload(
  kind: EventKind,
  view: DataView,
  bytes: Uint8Array,
  at: number,
  end: number,
  event: TraceEvent,
): PayloadReading {
  if (endsInColumns(bytes, at, end)) return 'cut';
  switch (kind) {
    case EVENT.writeMsr:
    case EVENT.readMsr:
      return readNativeMsr(view, bytes, at, end, event);
    case EVENT.kvmMsr:
      return readKvmMsr(view, bytes, at, end, event);
    case EVENT.kvmExit:
      return readKvmExit(view, bytes, at, end, event);
    case EVENT.kvmEntry:
      if (end - at > LONGEST_ENTRY) return readLongEntry(view, bytes, at, end);
      return endsOpen(bytes, at, end) ? 'cut' : 'whole';
    case EVENT.kvmUserspaceExit:
      return readUserspaceExit(bytes, at, end, event);
    case EVENT.kvmPio:
      return readPio(bytes, at, end, event);
    case EVENT.ioctl:
      readIoctl(bytes, at, end, event);
      return 'whole';
    case EVENT.schedSwitch:
      return readSchedSwitch(bytes, at, end, event);
    default:
      return holdsAnother(bytes, at, end) ? 'cut' : 'whole';
  }
}

/** `vcpu 0, rip` or `vcpu`: the value that comes next is missing. */
function endsOpen(bytes: Uint8Array, from: number, end: number): boolean {
  let last = end;
  while (last > from && bytes[last - 1] <= SPACE) last--;
  if (last === from) return true;
  const byte = bytes[last - 1];
  return byte === COMMA || byte === COLON || (byte | 32) === LOWER_P || (byte | 32) === LOWER_U || byte === LOWER_X;
}

/** kvm_entry with more than the address: nothing but what the kernel prints there. */
function readLongEntry(view: DataView, bytes: Uint8Array, from: number, end: number): PayloadReading {
  // From v7.0 on.
  if (end - from <= LONGEST_ENTRY + INFORMATION && endsInErrorCode(view, end)) return 'whole';
  return ENTRY.test(decoder.decode(bytes.subarray(from, end))) ? 'whole' : 'cut';
}

/** kvm/trace.h: `reason KVM_EXIT_SHUTDOWN (8)`. */
function readUserspaceExit(bytes: Uint8Array, from: number, end: number, event: TraceEvent): PayloadReading {
  event.number = -1;
  const open = findLast(bytes, from, end, PARENTHESIS);
  if (find(bytes, from, end, REASON) < 0 || open < 0) return 'cut';
  const restarts = find(bytes, from, end, RESTART) >= 0;
  // `restart (4)`: the number is an errno, and the reason is a signal.
  event.number = restarts ? KVM_EXIT_INTR : decimal(bytes, open + PARENTHESIS.length, end);
  return event.number < 0 ? 'cut' : 'whole';
}

/** kvm/trace.h: `pio_write at 0xcf9 size 1 count 1 val 0x6`. */
function readPio(bytes: Uint8Array, from: number, end: number, event: TraceEvent): PayloadReading {
  event.number = -1;
  const port = find(bytes, from, end, PORT);
  if (port < 0 || find(bytes, from, end, VAL) < 0) return 'cut';
  if (!startsWith(bytes, from, end, PIO_WRITE)) return 'whole';
  if (readHex(bytes, port + PORT.length, event) === port + PORT.length) return 'cut';
  event.number = event.low >>> 0;
  return 'whole';
}

/** msr-trace.h: `"%x, value %llx%s"`, the suffix being ` #GP`. */
function readNativeMsr(
  view: DataView,
  bytes: Uint8Array,
  from: number,
  end: number,
  event: TraceEvent,
): PayloadReading {
  let at = readHex(bytes, from, event);
  if (at === from || event.high !== 0) return 'cut';
  event.msr = event.low >>> 0;
  if (!isLbrMsr(event.msr) && bytes[at] === COMMA) return end - at > LONGEST_VALUE ? 'cut' : 'foreign';
  if (!standsAt(view, at, VALUE)) return 'cut';
  const value = at + VALUE.length;
  at = readHex(bytes, value, event);
  if (at === value) return 'cut';
  return readSuffix(bytes, at, end, event, NATIVE_FAULT);
}

/** kvm/trace.h: `"msr_%s %x = 0x%llx%s"`, the suffix being ` (#GP)`. */
function readKvmMsr(view: DataView, bytes: Uint8Array, from: number, end: number, event: TraceEvent): PayloadReading {
  // `msr_read ` and `msr_write `: both begin with `msr_`, and the rest tells them apart.
  if (!standsAt(view, from, MSR)) return 'cut';
  const way = from + MSR.length;
  if (standsAt(view, way, READ)) event.write = false;
  else if (standsAt(view, way, WRITE)) event.write = true;
  else return 'cut';
  const index = way + (event.write ? WRITE.length : READ.length);
  let at = readHex(bytes, index, event);
  if (at === index || event.high !== 0) return 'cut';
  event.msr = event.low >>> 0;
  if (!isGuestLbrMsr(event.msr) && standsAt(view, at, IS)) return end - at > LONGEST_VALUE ? 'cut' : 'foreign';
  if (!standsAt(view, at, IS)) return 'cut';
  const value = at + IS.length;
  at = readHex(bytes, value, event);
  if (at === value) return 'cut';
  return readSuffix(bytes, at, end, event, KVM_FAULT);
}

/** ` #GP` at the end of the line. */
export function endsInFault(bytes: Uint8Array, end: number): boolean {
  return startsWith(bytes, end - NATIVE_FAULT.length, end, NATIVE_FAULT);
}

function readSuffix(
  bytes: Uint8Array,
  from: number,
  end: number,
  event: TraceEvent,
  fault: Uint8Array,
): PayloadReading {
  let to = end;
  while (to > from && bytes[to - 1] <= 32) to--;
  event.fault = to > from;
  if (!event.fault) return 'whole';
  return to - from === fault.length && startsWith(bytes, from, end, fault) ? 'whole' : 'cut';
}

/** `vcpu N reason NAME rip ...`; before v5.10 `reason NAME rip ... info A B` without the vCPU. */
function readKvmExit(view: DataView, bytes: Uint8Array, from: number, end: number, event: TraceEvent): PayloadReading {
  const reason = reasonAt(view, bytes, from, end);
  if (reason < 0) return 'cut';
  const name = reason + REASON.length;
  if (name >= end || bytes[name] <= SPACE) return 'cut';
  // What follows has no brackets, so a second line in the same one has the first of them.
  if (end - from > LONGEST_EXIT || (end - from > SHORTEST_LINE && !endsInErrorCode(view, end))) {
    if (holdsAnother(bytes, from, end)) return 'cut';
  }
  event.vendor = reasons.vendor(view, bytes, name, end);
  event.nested = event.vendor === VENDOR.vmx && entersNested(bytes, name, end);
  event.ofTd = event.vendor === VENDOR.vmx && startsWith(bytes, name, end, TDCALL);
  return 'whole';
}

/** `error_code 0x00000000`, or from v7.0 on `requests 0x0000000000000000`, and the end of the line. */
function endsInErrorCode(view: DataView, end: number): boolean {
  return standsAt(view, end - ERROR_CODE_FROM_END, ERROR_CODE) || standsAt(view, end - REQUESTS_FROM_END, REQUESTS);
}

/** `fd: 0x7, cmd: 0x4008ae89, arg: ...`, in `trace` without 0x. */
function readIoctl(bytes: Uint8Array, from: number, end: number, event: TraceEvent): void {
  event.ioctl = 0;
  const cmd = find(bytes, from, end, CMD);
  if (cmd < 0) return;
  let at = cmd + CMD.length;
  if (bytes[at] === 48 && bytes[at + 1] === 120) at += 2;
  if (readHex(bytes, at, event) > at && event.high === 0) event.ioctl = event.low >>> 0;
}

/** Where `reason ` stands: behind `vcpu N `, or wherever it is found. */
function reasonAt(view: DataView, bytes: Uint8Array, from: number, end: number): number {
  let at = from + VCPU_WIDTH;
  while (bytes[at] >= 48 && bytes[at] <= 57) at++;
  if (bytes[at] === SPACE && standsAt(view, at + 1, REASON_WORD)) return at + 1;
  return find(bytes, from, end, REASON);
}

/**
 * The last ` next_pid=` before the end, because a task name may contain one; trace-cmd's plugin prints
 * `bash:9543 [120] S ==> vm:9592 [120]`.
 */
function readSchedSwitch(bytes: Uint8Array, from: number, end: number, event: TraceEvent): PayloadReading {
  const next = findLast(bytes, from, end, NEXT_PID);
  if (next >= 0) {
    event.otherPid = decimal(bytes, next + NEXT_PID.length, end);
    if (find(bytes, next, end, NEXT_PRIO) < 0 || holdsAnother(bytes, from, end)) return 'cut';
    return event.otherPid >= 0 ? 'whole' : 'cut';
  }
  const arrow = findLast(bytes, from, end, ARROW);
  const bracket = findLast(bytes, from, end, BRACKET);
  if (arrow < 0 || bracket < arrow || holdsAnother(bytes, from, end)) return 'cut';
  const colon = bytes.lastIndexOf(58, bracket);
  event.otherPid = colon > arrow ? decimal(bytes, colon + 1, end) : -1;
  return event.otherPid >= 0 ? 'whole' : 'cut';
}

const VALUE = wordOf(', value ');
const IS = wordOf(' = 0x');
const MSR = wordOf('msr_');
const READ = wordOf('read ');
const WRITE = wordOf('write ');
const NATIVE_FAULT = word(' #GP');
const KVM_FAULT = word(' (#GP)');
const VCPU_WIDTH = 'vcpu '.length;
const REASON = word('reason ');
const REASON_WORD = wordOf('reason ');
const CMD = word('cmd: ');
const NEXT_PID = word(' next_pid=');
const NEXT_PRIO = word(' next_prio=');
const PARENTHESIS = word(' (');
const RESTART = word('restart ');
const PORT = word(' at 0x');
const VAL = word(' val 0x');
const PIO_WRITE = word('pio_write');
const TDCALL = word('TDCALL');
/** `error_code 0x` with its eight digits behind it. */
const ERROR_CODE = wordOf('_code 0x');
const ERROR_CODE_FROM_END = '_code 0x'.length + 8;
/** `vcpu 123 reason AVIC_UNACCELERATED_ACCESS rip ... error_code 0x00000000`, and some more. */
const LONGEST_EXIT = 215;
const REQUESTS = wordOf('uests 0x');
const REQUESTS_FROM_END = 'uests 0x'.length + 16;
const INFORMATION = ' intr_info 0x00000000 error_code 0x00000000'.length;
const KVM_EXIT_INTR = 10;
/** `vcpu 12, rip 0xffffffffffffffff`. */
const LONGEST_ENTRY = 'vcpu 1234, rip 0x'.length + 16;
const ENTRY =
  /^vcpu \d+,? *(?:rip 0x[0-9a-f]+)?(?: ?\[\w[\w -]*\])*(?: (?:intr_info|error_code|event_data)\w* 0x[0-9a-f]+)*\s*$/;
const decoder = new TextDecoder();
const reasons = new ExitReasons();
const ARROW = word('==>');
const BRACKET = word(' [');
