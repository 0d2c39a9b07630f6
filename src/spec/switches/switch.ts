import { noSuch } from '../kit/no-such.ts';
import type { Source } from '../kit/source.ts';

/** One policy decision of the kernel: its name, what each of its values means, and where it stands in the source. */
export interface Switch<Value extends string = string> {
  /** One sentence: the question that the switch decides. */
  readonly question: string;
  /** What each value means, one sentence each. */
  readonly values: { readonly [V in Value]: string };
  readonly sources: readonly Source[];
}

export type SwitchTable = { readonly [name: string]: Switch };

/** One value for each switch of a table. */
export type Settings<Table extends SwitchTable> = {
  readonly [Name in keyof Table]: keyof Table[Name]['values'] & string;
};

/**
 * The settings of one world with some switches at other values. Flips of switches that only the other world has change
 * nothing. Throws a RangeError with the nearest name for a value that the switch does not have.
 */
export function withFlips<Table extends SwitchTable>(
  table: Table,
  settings: Settings<Table>,
  flips: Readonly<Record<string, string>> = {},
): Settings<Table> {
  const own = Object.entries(flips).filter(([name]) => Object.hasOwn(table, name));
  for (const [name, value] of own) {
    const values = Object.keys(table[name].values);
    if (!values.includes(value)) throw noSuch(`value of ${name}`, value, values);
  }
  return { ...settings, ...Object.fromEntries(own) };
}

export function switchOf<const Values extends { readonly [value: string]: string }>(definition: {
  readonly question: string;
  readonly values: Values;
  readonly sources: readonly Source[];
}): { readonly question: string; readonly values: Values; readonly sources: readonly Source[] } {
  return definition;
}
