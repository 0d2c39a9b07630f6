/** The file that a run of changes leaves, and what of it the page shows. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Shard } from '../src/node/shard.ts';
import type { Operator } from './operators.ts';
import type { Outcome } from './outcome.ts';

export const RESULTS_FILE = 'mutate/results.json';

/** Why no verdict notices a change, by its name. */
export const REASONS_FILE = 'mutate/reasons.json';

export interface Entry {
  /** File, operator, text before and after. */
  readonly name: string;
  readonly line: number;
  readonly operator: Operator;
  readonly outcome: Outcome['kind'];
  /** The first verdict that is another one, or the error. */
  readonly by?: string;
}

export interface MutationResults {
  readonly format: 'lbr-mutation/1';
  /** Of the tree when the run began, and its date, YYYY-MM-DD. */
  readonly commit: string;
  readonly date: string;
  /** Of the model and the rules that were run. */
  readonly hash: string;
  readonly seed: number;
  /** How many changes there are. */
  readonly changes: number;
  /** The part of the changes that the file has, where it does not have all that were drawn. */
  readonly shard?: Shard;
  /** In the order in which they were drawn. */
  readonly entries: readonly Entry[];
  /** Of a run that was stopped: what was tried after a change that was not yet done. They are not part of the sample. */
  readonly ahead?: readonly Entry[];
}

export function readResults(file: string): MutationResults | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as MutationResults) : undefined;
}

export function writeResults(file: string, results: MutationResults): void {
  const { entries, ahead = [], ...head } = results;
  const listed = (name: string, list: readonly Entry[]): string =>
    `  "${name}": [\n${list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`;
  const lists = [listed('entries', entries), ...(ahead.length > 0 ? [listed('ahead', ahead)] : [])];
  const text = `${JSON.stringify(head, null, 2).slice(0, -2)},\n${lists.join(',\n')}\n}`;
  writeFileSync(file, `${text}\n`);
}

/** Changes that do something, and how many of them are noticed. */
export function scoreOf(entries: readonly Entry[]): { readonly of: number; readonly noticed: number } {
  const real = entries.filter(({ outcome }) => outcome !== 'same');
  return { of: real.length, noticed: real.filter(({ outcome }) => outcome === 'noticed').length };
}
