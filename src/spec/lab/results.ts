/** lab/results.json: what each kernel showed of each rule. */
import type { LabOutcome } from './outcome.ts';

export const RESULTS_FORMAT = 'lbr-lab/1';

/** Fields of the file that say what it rests on. */
export const STAMPS = ['model', 'agent', 'cpu', 'judge'] as const;

export interface LabResults {
  readonly format: typeof RESULTS_FORMAT;
  /** Hashes of what a result rests on; where one differs from today's, the results are stale. */
  readonly model: string;
  readonly agent: string;
  readonly cpu: string;
  /** Of what makes the steps and judges the logs. */
  readonly judge: string;
  /** Day of the run, YYYY-MM-DD. */
  readonly date: string;
  readonly kernels: readonly ResultKernel[];
  /** Part of the work that the file holds, `2/4`; absent where it holds all. */
  readonly shard?: string;
  readonly entries: readonly LabEntry[];
}

export interface ResultKernel {
  readonly name: string;
  readonly design: string;
  /** As the kernel prints it. */
  readonly version: string;
  /** SHA-256 of the image. */
  readonly image: string;
}

export interface LabEntry {
  readonly rule: string;
  /** The design that models the kernel. */
  readonly design: string;
  /** The design whose counterexample was driven, where it is another one. */
  readonly from?: string;
  /** Version of the kernel that it was driven on. */
  readonly kernel: string;
  readonly cpu: string;
  readonly cpus: number;
  readonly outcome: LabOutcome;
  /** True where the model says that this kernel keeps the rule in the same steps. */
  readonly control?: true;
  /** One sentence: what was seen, what was seen instead, or why it cannot be driven. */
  readonly what: string;
  /** The same as a clause, where it was not seen. */
  readonly reason?: string;
  /** What the kernel did at the steps of the counterexample. */
  readonly steps?: readonly EntryStep[];
  /** Where the run differs from the scenario. */
  readonly notes?: readonly string[];
  readonly finding?: EntryFinding;
  /** Hash of the event log, so that a second run can be compared. */
  readonly log?: string;
  /** Lines of the log around what was found, shortened. */
  readonly excerpt?: readonly string[];
}

export interface EntryStep {
  /** Index of the step of the counterexample, from 0. */
  readonly step: number;
  /** Where the kernel was: symbol and offset. */
  readonly where: string;
  /** What the CPU had then, one line. */
  readonly shows: string;
}

export interface EntryFinding {
  readonly ip: string;
  readonly step: number;
  readonly stepText: string;
  readonly tick: number;
  readonly ring: readonly string[];
  readonly recordedBy: string;
  readonly survivedThrough: readonly string[];
  readonly readBy: string;
  readonly ticket: string;
}

/** Orders entries by rule, kernel and design, so that two runs give the same file. */
export function sortEntries(entries: readonly LabEntry[]): LabEntry[] {
  const key = ({ rule, design, kernel }: LabEntry): string =>
    [rule.replace(/\d+$/, (digits) => digits.padStart(3, '0')), design, kernel].join(' ');
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** A file that cannot be merged or read: one sentence that says why. */
class LabResultsError extends Error {
  override readonly name = 'LabResultsError';
}

/**
 * Joins the parts of one run. Throws a LabResultsError for a missing or repeated part, and for parts of another model, agent,
 * CPU, judge or kernel.
 */
export function mergeResults(parts: readonly LabResults[]): LabResults {
  const [first] = parts;
  if (first === undefined) throw new LabResultsError('found no part, expected at least one');
  const total = Number(first.shard?.split('/')[1] ?? 1);
  const found = new Set<number>();
  for (const part of parts) {
    for (const field of STAMPS) {
      if (part[field] !== first[field]) {
        throw new LabResultsError(
          `part ${part.shard ?? '1/1'} has ${field} ${part[field].slice(0, 12)}, the first has ${first[field].slice(0, 12)}`,
        );
      }
    }
    if (JSON.stringify(part.kernels) !== JSON.stringify(first.kernels)) {
      throw new LabResultsError(`part ${part.shard ?? '1/1'} is of other kernels than the first`);
    }
    const [index, of] = (part.shard ?? '1/1').split('/').map(Number);
    if (of !== total) throw new LabResultsError(`part ${part.shard ?? '1/1'}: expected parts of ${total}`);
    if (found.has(index)) throw new LabResultsError(`part ${index}/${total} is there twice`);
    found.add(index);
  }
  for (let index = 1; index <= total; index++) {
    if (!found.has(index)) throw new LabResultsError(`part ${index}/${total} is missing`);
  }
  const { shard: _shard, ...rest } = first;
  return { ...rest, entries: sortEntries(parts.flatMap(({ entries }) => entries)) };
}

/** Reads a results file. Throws a LabResultsError that names the field. */
export function parseResults(text: string, name: string): LabResults {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LabResultsError(`${name}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const file = value as Partial<LabResults>;
  if (file.format !== RESULTS_FORMAT) {
    throw new LabResultsError(`${name}: found format ${JSON.stringify(file.format)}, expected "${RESULTS_FORMAT}"`);
  }
  if (!Array.isArray(file.entries)) throw new LabResultsError(`${name}: entries: expected a list`);
  return value as LabResults;
}

/** What a file of results can rest on; `series` is of kernels that are built from source. */
const RESTS_ON = [...STAMPS, 'series'] as const;

/** What a file rests on, today: a hash for each field of STAMPS, and where kernels are built from source, of the pieces. */
export type LabStamps = Readonly<Record<(typeof STAMPS)[number], string>> & { readonly series?: string };

/** Which of the hashes that a file rests on differ from today's; the file is stale where one does. Not every file has each. */
export const staleStamps = (results: Partial<LabStamps>, today: LabStamps): readonly (typeof RESTS_ON)[number][] =>
  RESTS_ON.filter((field) => results[field] !== undefined && results[field] !== today[field]);

/** Name of the kernel's ftrace text of a rule's steps on a kernel, below static/lab. */
export const traceName = (rule: string, series: string): string => `${rule}-on-${series}.trace.gz`;
