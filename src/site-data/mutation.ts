import { COUNTERS, COUNTERS_REASON, EXCLUDED_FILES } from '../../mutate/excluded.ts';
import { scoreOf, type Entry, type MutationResults } from '../../mutate/results.ts';

/** The page of changed lines: what the last run of `npm run mutate` found, or that there was none. */
export interface MutationData {
  readonly run?: MutationRun;
  /** What of the model is not changed, and why. */
  readonly excluded: readonly { readonly what: string; readonly reason: string }[];
}

export interface MutationRun {
  readonly date: string;
  readonly commit: string;
  readonly hash: string;
  readonly seed: number;
  /** How many changes the model has. */
  readonly changes: number;
  readonly tried: number;
  /** How many of those that were tried do something, and how many of these a verdict notices. */
  readonly withEffect: number;
  readonly noticed: number;
  /** By how many changes each rule was the first to notice. */
  readonly byRule: readonly { readonly rule: string; readonly count: number }[];
  readonly survivors: readonly (Entry & { readonly reason?: string })[];
  /** Changes after which every search reaches the same states and every register case shows the same. */
  readonly same: readonly Entry[];
}

/** `results` of the file, undefined where there is none; `reasons` by the name of the change. */
export function mutationData(
  results: MutationResults | undefined,
  reasons: Readonly<Record<string, string>>,
): MutationData {
  const excluded = [
    ...Object.entries(EXCLUDED_FILES).map(([file, reason]) => ({ what: `src/spec/model/${file}`, reason })),
    { what: `Seen: ${COUNTERS.join(', ')}`, reason: COUNTERS_REASON },
  ];
  if (results === undefined || results.entries.length === 0) return { excluded };
  const { date, commit, hash, seed, changes, entries } = results;
  const { of, noticed } = scoreOf(entries);
  const rules = entries.flatMap(({ outcome, by }) => (outcome === 'noticed' ? [by?.split(' ')[0] ?? ''] : []));
  return {
    excluded,
    run: {
      date,
      commit,
      hash,
      seed,
      changes,
      tried: entries.length,
      withEffect: of,
      noticed,
      byRule: [...new Set(rules)]
        .map((rule) => ({ rule, count: rules.filter((one) => one === rule).length }))
        .sort((a, b) => b.count - a.count || a.rule.localeCompare(b.rule, 'en', { numeric: true })),
      survivors: survivorsOf(entries).map((entry) => ({
        ...entry,
        ...(reasons[entry.name] !== undefined && { reason: reasons[entry.name] }),
      })),
      same: entries.filter(({ outcome }) => outcome === 'same'),
    },
  };
}

/** Changes that do something, and that no verdict notices. */
export const survivorsOf = (entries: readonly Entry[]): Entry[] =>
  entries.filter(({ outcome }) => outcome !== 'same' && outcome !== 'noticed');
