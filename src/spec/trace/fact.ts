/** What the trace lets one know: a value with the line that shows it, or nothing with the reason. */
export type Fact<T> = Known<T> | Unknown;

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly line: number;
}

export interface Unknown {
  readonly known: false;
  /** A clause: "no line shows it yet", "events were lost at line 12". */
  readonly reason: string;
}

export const NOT_SEEN: Unknown = { known: false, reason: 'no line shows it yet' };

export const known = <T>(value: T, line: number): Known<T> => ({ known: true, value, line });
export const unknown = (reason: string): Unknown => ({ known: false, reason });
