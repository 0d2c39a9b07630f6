import type { TraceEvent } from './events.ts';

/** Up to 16 hexadecimal digits into `event.high` and `event.low`; the position after them. */
export function readHex(bytes: Uint8Array, from: number, event: TraceEvent): number {
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

/** A decimal number of up to ten digits, -1 where there is none. */
export function decimal(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  let at = from;
  for (; at < end && at - from < 10; at++) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return at === from ? -1 : value;
}

/** Whether the word stands at `at`, before `end`. */
export function startsWith(bytes: Uint8Array, at: number, end: number, word: Uint8Array): boolean {
  if (at + word.length > end) return false;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

/** Where the word stands first, -1 where it does not. */
export function find(bytes: Uint8Array, from: number, end: number, word: Uint8Array): number {
  for (let at = from; at + word.length <= end; at++) if (startsWith(bytes, at, end, word)) return at;
  return -1;
}

/** Where the word stands last, -1 where it does not. */
export function findLast(bytes: Uint8Array, from: number, end: number, word: Uint8Array): number {
  for (let at = end - word.length; at >= from; at--) if (startsWith(bytes, at, end, word)) return at;
  return -1;
}

/** A word as bytes. */
export const word = (text: string): Uint8Array => new TextEncoder().encode(text);
