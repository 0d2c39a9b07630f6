const SPACE = 32;
const ZERO = 48;
const NINE = 57;

/** The first byte from `at` on that is not a space. */
export function pastSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** The first byte from `at` on that is not a decimal digit. */
export function pastDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] >= ZERO && bytes[at] <= NINE) at++;
  return at;
}

const POWERS = Array.from({ length: 16 }, (_, digits) => 10 ** digits);

/** `whole` and, behind a point, the digits `from..to`: the number without its point. */
export function withFraction(whole: number, bytes: Uint8Array, from: number, to: number): number {
  return whole * (POWERS[to - from] ?? 10 ** (to - from)) + decimalAt(bytes, from, to);
}

/** The number that the digits `from..to` write. */
export function decimalAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at] - ZERO);
  return value;
}
