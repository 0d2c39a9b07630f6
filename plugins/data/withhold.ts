import type { Reproductions } from '../../ground-truth/reproductions.ts';
import type { LabEntry, LabResults } from '../../src/spec/lab/results.ts';
import type { VerdictFile } from '../../src/spec/verify/verdict-file.ts';

/** What pages are made of, each as its file has it. */
export interface Evidence {
  readonly verdicts: VerdictFile;
  readonly reproductions: Reproductions;
  readonly lab: LabResults | undefined;
}

/**
 * Takes out what would let a reader repeat a violation of one of the rules: runs, what the kernel's code and whole kernels
 * showed of them, on every design, as a run of one is a hint for the others. Verdicts, outcomes and reasons stay. Runs of
 * mutants stay: they break a rule by a change that no kernel has.
 */
export function withhold({ verdicts, reproductions, lab }: Evidence, rules: ReadonlySet<string>): Evidence {
  return {
    verdicts: {
      ...verdicts,
      verdicts: verdicts.verdicts.map((entry) => (rules.has(entry.rule) ? without(entry, 'counterexample') : entry)),
    },
    reproductions: {
      ...reproductions,
      entries: reproductions.entries.map((entry) =>
        rules.has(entry.rule) ? without(entry, 'instance', 'steps', 'answers', 'shown') : entry,
      ),
    },
    lab: lab && {
      ...lab,
      entries: lab.entries.map((entry) => (rules.has(entry.rule) ? outcomeOf(entry) : entry)),
    },
  };
}

function without<Entry extends object, Name extends keyof Entry>(entry: Entry, ...names: Name[]): Omit<Entry, Name> {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !names.some((left) => left === name))) as Omit<
    Entry,
    Name
  >;
}

/** Says what came out, and for a violation not how. */
function outcomeOf(entry: LabEntry): LabEntry {
  const rest = without(entry, 'steps', 'notes', 'finding', 'log', 'excerpt');
  return entry.outcome === 'seen' ? { ...rest, what: 'The run is left out of this site.' } : rest;
}
