/** What the trace lets one know: a value with the line that shows it, or nothing with the reason. */
export type Fact<T> = Known<T> | Unknown;

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly line: number;
}

interface Unknown {
  readonly known: false;
  /** A clause: "no line shows it yet", "events were lost at line 12". */
  readonly reason: string;
}

export const known = <T>(value: T, line: number): Known<T> => fact(true, value, line, '');
export const unknown = (reason: string): Unknown => fact(false, undefined, 0, reason);

/** All facts have the same fields in the same order, or else reading one in the hot loop would be a search. */
function fact<K extends boolean, T>(isKnown: K, value: T, line: number, reason: string) {
  return { known: isKnown, value, line, reason };
}

export const NOT_SEEN: Unknown = unknown('no line shows it yet');
