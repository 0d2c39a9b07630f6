import { isGuestLbrMsr, isLbrMsr } from '../msrs.ts';
import { EVENT, type EventKind, type TraceEvent } from './events.ts';
import { standsAt, wordOf } from './words.ts';

/**
 * What came of reading the text after `name:`. `whole`: understood; `foreign`: an MSR that no rule speaks of; `cut`: the
 * text ends or differs where more is expected, so the event happened and what it says is not known.
 */
export type PayloadReading = 'whole' | 'foreign' | 'cut';

const SPACE = 32;
const COMMA = 44;
const CAPITAL_L = 76;
const CAPITAL_M = 77;
const CAPITAL_R = 82;
const CAPITAL_S = 83;
const CAPITAL_V = 86;

/** Bytes `at..end` are the text, `view` is the same memory; eight bytes after `end` must exist, and `bytes[end]` is a newline. */
export function readPayload(
  kind: EventKind,
  view: DataView,
  bytes: Uint8Array,
  at: number,
  end: number,
  event: TraceEvent,
): PayloadReading {
  switch (kind) {
    case EVENT.writeMsr:
    case EVENT.readMsr:
      return readNativeMsr(view, bytes, at, end, event);
    case EVENT.kvmMsr:
      return readKvmMsr(view, bytes, at, end, event);
    case EVENT.kvmExit:
      return readKvmExit(view, bytes, at, end, event);
    case EVENT.ioctl:
      readIoctl(bytes, at, end, event);
      return 'whole';
    case EVENT.schedSwitch:
      return readSchedSwitch(bytes, at, end, event);
    default:
      return 'whole';
  }
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
  if (!isLbrMsr(event.msr) && bytes[at] === COMMA) return 'foreign';
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
  if (!isGuestLbrMsr(event.msr) && bytes[at] === SPACE) return 'foreign';
  if (!standsAt(view, at, IS)) return 'cut';
  const value = at + IS.length;
  at = readHex(bytes, value, event);
  if (at === value) return 'cut';
  return readSuffix(bytes, at, end, event, KVM_FAULT);
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
  // VMX exit reasons are printed in capitals (EXTERNAL_INTERRUPT), those of SVM mostly not (interrupt, msr, npf).
  const first = bytes[reason + REASON.length];
  const second = bytes[reason + REASON.length + 1];
  event.vmx = first >= 65 && first <= 90 && ((second >= 65 && second <= 90) || second === 95);
  // VMLAUNCH and VMRESUME: a hypervisor runs in this guest.
  event.nested = first === CAPITAL_V && second === CAPITAL_M && isEntry(bytes, reason + REASON.length + 2);
  return 'whole';
}

function isEntry(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === CAPITAL_L || (bytes[at] === CAPITAL_R && bytes[at + 2] === CAPITAL_S);
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
    return event.otherPid >= 0 ? 'whole' : 'cut';
  }
  const arrow = findLast(bytes, from, end, ARROW);
  const bracket = findLast(bytes, from, end, BRACKET);
  if (arrow < 0 || bracket < arrow) return 'cut';
  const colon = bytes.lastIndexOf(58, bracket);
  event.otherPid = colon > arrow ? decimal(bytes, colon + 1, end) : -1;
  return event.otherPid >= 0 ? 'whole' : 'cut';
}

/** Up to 16 hexadecimal digits into `event.high` and `event.low`; the position after them. */
function readHex(bytes: Uint8Array, from: number, event: TraceEvent): number {
  let at = from;
  let high = 0;
  let low = 0;
  for (;;) {
    const byte = bytes[at];
    let digit = byte - 48;
    if (digit < 0) break;
    if (digit > 9) {
      digit = (byte | 32) - 87;
      if (digit < 10 || digit > 15) break;
    }
    if (at - from === 16) return from;
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
    at++;
  }
  event.high = high;
  event.low = low;
  return at;
}

function decimal(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  let at = from;
  for (; at < end && at - from < 10; at++) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return at === from ? -1 : value;
}

function startsWith(bytes: Uint8Array, at: number, end: number, word: Uint8Array): boolean {
  if (at + word.length > end) return false;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

function find(bytes: Uint8Array, from: number, end: number, word: Uint8Array): number {
  for (let at = from; at + word.length <= end; at++) if (startsWith(bytes, at, end, word)) return at;
  return -1;
}

function findLast(bytes: Uint8Array, from: number, end: number, word: Uint8Array): number {
  for (let at = end - word.length; at >= from; at--) if (startsWith(bytes, at, end, word)) return at;
  return -1;
}

const word = (text: string): Uint8Array => new TextEncoder().encode(text);
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
const ARROW = word('==>');
const BRACKET = word(' [');
