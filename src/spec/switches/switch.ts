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

export function switchOf<const Values extends { readonly [value: string]: string }>(definition: {
  readonly question: string;
  readonly values: Values;
  readonly sources: readonly Source[];
}): { readonly question: string; readonly values: Values; readonly sources: readonly Source[] } {
  return definition;
}
