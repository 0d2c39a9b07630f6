import { CONTEXT, IRQS } from './events.ts';
/**
 * Width of the task column. `trace`, trace-cmd and perf script all print the name right-aligned in 16 columns, and a
 * name has at most 15 bytes, so a name that contains `-1 [000]` cannot be mistaken for the columns after it.
 */
const TASK_WIDTH = 16;
const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const LPAREN = 40;
const RPAREN = 41;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LBRACKET = 91;
const RBRACKET = 93;
const IN_NAME = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));
/** Where the event text of the line lies. One instance per reader. */
export class HeadEnd {
    nameStart = 0;
    nameEnd = 0;
    /** Hash of the name, as `EventNames.find` expects it. */
    hash = 0;
    /** True where a colon follows the name, as after every event name but those of system calls in `trace`. */
    colon = false;
    /** First byte of the payload. */
    payload = 0;
}
/**
 * Reads the columns before the event name: task, thread, CPU, latency flags, time stamp. True where the line has
 * them. Bytes `start..end` are one line without its newline; `bytes[end]` must exist and must not be a digit or a space.
 */
export function readHead(bytes, start, end, event, rest) {
    const at = start + TASK_WIDTH;
    if (at >= end)
        return false;
    const byte = bytes[at];
    if (byte === DASH) {
        if (readFixedColumns(bytes, start, end, event, rest))
            return true;
    }
    else if (byte !== SPACE)
        return false;
    return readColumns(bytes, at + 1, end, event, rest);
}
/**
 * The columns as ftrace prints them nearly always, at their places:
 *
 *     <16 task>-<7 thread> [<3 CPU>] <5 flags> <5 seconds>.<6 microseconds>: <name>
 */
function readFixedColumns(bytes, start, end, event, rest) {
    if (end - start < 52)
        return false;
    if (bytes[start + 25] !== LBRACKET || bytes[start + 29] !== RBRACKET || bytes[start + 36] !== SPACE)
        return false;
    if (bytes[start + 42] !== DOT || bytes[start + 49] !== COLON || bytes[start + 50] !== SPACE)
        return false;
    const cpu = number3(bytes, start + 26);
    const micros = number3(bytes, start + 43) * 1000 + number3(bytes, start + 46);
    let seconds = 0;
    for (let at = start + 37; at < start + 42; at++) {
        const digit = bytes[at] - ZERO;
        if (digit >= 0 && digit <= 9)
            seconds = seconds * 10 + digit;
        else if (digit !== SPACE - ZERO || seconds !== 0)
            return false;
    }
    let pid = 0;
    let at = start + 17;
    for (; at < start + 24; at++) {
        const digit = bytes[at] - ZERO;
        if (digit < 0 || digit > 9)
            break;
        pid = pid * 10 + digit;
    }
    if (bytes[at] !== SPACE || !(cpu >= 0 && micros >= 0))
        return false;
    event.cpu = cpu;
    event.pid = pid;
    event.irqs = irqsOf(bytes[start + 31]);
    event.context = contextOf(bytes[start + 33]);
    event.ticks = seconds * 1e6 + micros;
    event.fraction = 6;
    readName(bytes, start + 51, end, rest);
    return true;
}
/** A cheap sign that a line with columns starts at `start`; false where it takes a closer look to tell. */
export function looksLikeHead(bytes, start) {
    if (bytes[start + TASK_WIDTH] !== DASH || bytes[start + 25] !== LBRACKET)
        return false;
    for (let at = start; at < start + TASK_WIDTH; at++)
        if (bytes[at] === NEWLINE)
            return false;
    return true;
}
/** Three digits; a large negative number where one is none. */
function number3(bytes, at) {
    const a = bytes[at] - ZERO;
    const b = bytes[at + 1] - ZERO;
    const c = bytes[at + 2] - ZERO;
    if (a < 0 || a > 9 || b < 0 || b > 9 || c < 0 || c > 9)
        return -1e9;
    return a * 100 + b * 10 + c;
}
/** The columns from the thread ID on. */
export function readColumns(bytes, from, end, event, rest) {
    let at = from;
    let byte = bytes[at];
    while (byte === SPACE)
        byte = bytes[++at];
    let digits = at;
    let pid = 0;
    while (byte >= ZERO && byte <= NINE) {
        pid = pid * 10 + (byte - ZERO);
        byte = bytes[++at];
    }
    if (at === digits || at - digits > 10)
        return false;
    if (byte === SLASH) {
        // perf script -F pid,tid prints process/thread.
        byte = bytes[++at];
        digits = at;
        pid = 0;
        while (byte >= ZERO && byte <= NINE) {
            pid = pid * 10 + (byte - ZERO);
            byte = bytes[++at];
        }
        if (at === digits || at - digits > 10)
            return false;
    }
    while (byte === SPACE)
        byte = bytes[++at];
    if (byte === LPAREN) {
        // Option record-tgid: (  1234) or (-------).
        while (at < end && byte !== RPAREN)
            byte = bytes[++at];
        byte = bytes[++at];
        while (byte === SPACE)
            byte = bytes[++at];
    }
    if (byte !== LBRACKET)
        return false;
    byte = bytes[++at];
    digits = at;
    let cpu = 0;
    while (byte >= ZERO && byte <= NINE) {
        cpu = cpu * 10 + (byte - ZERO);
        byte = bytes[++at];
    }
    if (at === digits || at - digits > 5 || byte !== RBRACKET)
        return false;
    byte = bytes[++at];
    if (byte !== SPACE && byte !== TAB)
        return false;
    while (byte === SPACE || byte === TAB)
        byte = bytes[++at];
    event.irqs = IRQS.unknown;
    event.context = CONTEXT.unknown;
    if (byte < ZERO || byte > NINE) {
        if (end - at < 4)
            return false;
        event.irqs = irqsOf(byte);
        event.context = contextOf(bytes[at + 2]);
        const flags = at;
        while (at < end && byte !== SPACE)
            byte = bytes[++at];
        if (at - flags < 3 || at - flags > 8)
            return false;
        while (byte === SPACE)
            byte = bytes[++at];
    }
    digits = at;
    let ticks = 0;
    while (byte >= ZERO && byte <= NINE) {
        ticks = ticks * 10 + (byte - ZERO);
        byte = bytes[++at];
    }
    if (at === digits)
        return false;
    let fraction = 0;
    if (byte === DOT) {
        byte = bytes[++at];
        digits = at;
        while (byte >= ZERO && byte <= NINE) {
            ticks = ticks * 10 + (byte - ZERO);
            byte = bytes[++at];
        }
        fraction = at - digits;
    }
    if (byte !== COLON)
        return false;
    event.cpu = cpu;
    event.pid = pid;
    event.ticks = ticks;
    event.fraction = fraction;
    readName(bytes, at + 1, end, rest);
    return true;
}
/** `name:`, `system:name:`, `sys_ioctl(` or `sys_ioctl ->`; an empty name where the text is none of these. */
function readName(bytes, from, end, rest) {
    let at = from;
    let byte = bytes[at];
    while (byte === SPACE)
        byte = bytes[++at];
    for (;;) {
        rest.nameStart = at;
        let hash = 0;
        while (IN_NAME[byte] === 1) {
            hash = (Math.imul(hash, 31) + byte) | 0;
            byte = bytes[++at];
        }
        rest.nameEnd = at;
        rest.hash = hash;
        rest.colon = byte === COLON && at > rest.nameStart;
        if (!rest.colon)
            break;
        byte = bytes[++at];
        // A system name is followed by the event name at once, an event name by a space or the end of the line.
        if (byte === SPACE || at >= end)
            break;
    }
    while (byte === SPACE)
        byte = bytes[++at];
    rest.payload = at < end ? at : end;
}
/** First latency flag, trace_output.c:trace_print_lat_fmt(). */
function irqsOf(flag) {
    return IRQS_OF_FLAG[flag];
}
/** Third latency flag. */
function contextOf(flag) {
    return CONTEXT_OF_FLAG[flag];
}
const IRQS_OF_FLAG = tableOf(IRQS.unknown, { d: IRQS.off, D: IRQS.off, '.': IRQS.on, b: IRQS.on });
const CONTEXT_OF_FLAG = tableOf(CONTEXT.unknown, {
    '.': CONTEXT.task,
    s: CONTEXT.softirq,
    h: CONTEXT.hardirq,
    H: CONTEXT.hardirq,
    z: CONTEXT.nmi,
    Z: CONTEXT.nmi,
});
function tableOf(otherwise, values) {
    const table = new Uint8Array(256).fill(otherwise);
    for (const [flag, value] of Object.entries(values))
        table[flag.charCodeAt(0)] = value;
    return table;
}
