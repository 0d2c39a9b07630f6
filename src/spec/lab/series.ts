/** lab/series-results.json: kernels built from source, with each piece of series/ and without, in the same runs. */
import type { Sighting } from './faults.ts';

export const SERIES_FORMAT = 'lbr-lab-series/1';

export interface SeriesResults {
  readonly format: typeof SERIES_FORMAT;
  /** Hashes of what a result rests on. */
  readonly model: string;
  readonly agent: string;
  readonly cpu: string;
  readonly judge: string;
  /** Of the pieces, the mutants, the configuration and the workloads. */
  readonly series: string;
  readonly compiler: string;
  readonly kernels: readonly SeriesKernel[];
}

export interface SeriesKernel {
  readonly name: string;
  /** Version of the source package. */
  readonly source: string;
  /** As the kernel prints it. */
  readonly version: string;
  /** SHA-256 of the image without a change. */
  readonly image: string;
  /** Random runs, of this seed. */
  readonly walks: { readonly seed: number; readonly runs: number };
  /** What the runs show without a change, all of them together. */
  readonly base: RunTotals;
  readonly runs: readonly BaseRun[];
  readonly changes: readonly SeriesChange[];
}

/** What one run shows. */
export interface RunObservation {
  readonly violated: readonly string[];
  readonly unmet: readonly string[];
  /** Accesses of the host to LBR MSRs. */
  readonly accesses: number;
  readonly instructions: number;
  readonly entries: number;
  readonly stops?: string;
}

/** A counterexample, a workload or a random walk, on the kernel without a change. */
interface BaseRun extends Omit<RunObservation, 'unmet' | 'stops'> {
  readonly run: string;
  /** The rule whose counterexample it is. */
  readonly rule?: string;
}

interface RunTotals {
  readonly accesses: number;
  readonly instructions: number;
  readonly entries: number;
  /** In how many random runs a rule is violated. */
  readonly walks: Readonly<Record<string, number>>;
}

/** A change of the kernel: a piece, all pieces together, or a mutant. */
export interface SeriesChange {
  readonly name: string;
  readonly kind: 'piece' | 'series' | 'mutant';
  /** What it changes, one clause; of a mutant, what it leaves out or turns round. */
  readonly what: string;
  /** The piece that a mutant is one of; it is held against the kernel with the whole piece. */
  readonly of?: string;
  readonly image: string;
  /** Rules whose own steps show the violation before and not after, with these runs. */
  readonly mended: Readonly<Record<string, readonly string[]>>;
  /** Rules that a run violates after and not before, with the runs. */
  readonly broken: Readonly<Record<string, readonly string[]>>;
  /** Rules that runs of other subjects violate before and not after, with the number of such runs. */
  readonly elsewhere: Readonly<Record<string, number>>;
  readonly after: RunTotals;
  /** Accesses after the change, of the runs in which they differ; not of mutants. */
  readonly accesses?: Readonly<Record<string, number>>;
  /** Runs that do not come to their end. */
  readonly stops: readonly { readonly run: string; readonly why: string }[];
  /** Of a mutant. */
  readonly outcome?: 'found' | 'changes' | 'missed';
  /** Why no run shows a mutant. */
  readonly reason?: string;
  /** Runs in which a rule is violated, an expectation fails or the end is not reached; where there are none, some that differ. */
  readonly seenBy?: readonly Sighting[];
  /** How many runs of a mutant differ in anything. */
  readonly differing?: number;
}

/** A run on two kernels. */
interface ComparedRun {
  readonly run: string;
  readonly rule?: string;
  readonly before: RunObservation;
  readonly after: RunObservation;
}

type Compared = Pick<SeriesChange, 'mended' | 'broken' | 'elsewhere' | 'stops' | 'after'>;

/** What a change makes of the runs. */
export function compareRuns(runs: readonly ComparedRun[]): Compared {
  const elsewhere = new Map<string, number>();
  const broken = new Map<string, string[]>();
  const mended = new Map<string, string[]>();
  for (const { run, rule, before, after } of runs) {
    if (after.stops !== undefined) continue;
    for (const gone of without(before.violated, after.violated))
      if (gone === rule) mended.set(gone, [...(mended.get(gone) ?? []), run]);
      else elsewhere.set(gone, (elsewhere.get(gone) ?? 0) + 1);
    for (const found of without(after.violated, before.violated))
      broken.set(found, [...(broken.get(found) ?? []), run]);
  }
  return {
    mended: inOrder(mended),
    broken: inOrder(broken),
    elsewhere: inOrder(elsewhere),
    after: totalsOf(runs.map(({ run, after }) => ({ run, ...after }))),
    stops: runs.flatMap(({ run, after: { stops } }) => (stops === undefined ? [] : [{ run, why: stops }])),
  };
}

/** Accesses after a change, of the runs in which they differ. */
export const changedAccesses = (runs: readonly ComparedRun[]): Record<string, number> =>
  Object.fromEntries(
    runs
      .filter(({ before, after }) => after.stops === undefined && before.accesses !== after.accesses)
      .map(({ run, after }) => [run, after.accesses]),
  );

const inOrder = <Value>(map: ReadonlyMap<string, Value>): Record<string, Value> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Sums over runs; the rules of those that are random walks. */
export function totalsOf(runs: readonly (Omit<RunObservation, 'unmet'> & { readonly run: string })[]): RunTotals {
  const walks = new Map<string, number>();
  for (const { run, violated } of runs)
    if (isWalk(run)) for (const rule of violated) walks.set(rule, (walks.get(rule) ?? 0) + 1);
  const sum = (field: 'accesses' | 'instructions' | 'entries'): number =>
    runs.reduce((total, run) => total + run[field], 0);
  return {
    accesses: sum('accesses'),
    instructions: sum('instructions'),
    entries: sum('entries'),
    walks: inOrder(walks),
  };
}

const WALK = 'walk ';
export const walkName = (run: number): string => `${WALK}${run}`;
const isWalk = (run: string): boolean => run.startsWith(WALK);

const without = (from: readonly string[], rules: readonly string[]): string[] =>
  from.filter((rule) => !rules.includes(rule));

/** One line a change. */
export function seriesText({ kernels }: SeriesResults): string {
  return kernels
    .flatMap(({ name, base, changes }) =>
      changes.map((change) => {
        const { kind, mended, broken, after, stops, outcome, reason } = change;
        const what =
          kind === 'mutant'
            ? `${outcome ?? 'missed'}${reason === undefined ? '' : `: ${reason}`}`
            : `mends ${listed(Object.keys(mended))}; breaks ${listed(Object.keys(broken))}; ${base.accesses} accesses before, ${after.accesses} after`;
        return `${name}  ${kind} ${change.name}  ${what}${stops.length > 0 ? `; ${stops.length} runs do not end` : ''}`;
      }),
    )
    .join('\n');
}

const listed = (rules: readonly string[]): string => (rules.length === 0 ? 'nothing' : rules.join(', '));
