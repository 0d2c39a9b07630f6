import { designNamed, designNames } from '../designs/index.ts';
import type { VerdictEntry } from './verdict-file.ts';
import { allRules, type LbrRule } from '../rules/index.ts';
import { verdictEntries } from './assemble.ts';
import { planJobs } from './plan.ts';
import { runJob } from './run-job.ts';

export interface VerifyRules {
  /** All of them where missing. */
  readonly rules?: readonly LbrRule[];
  /** By name; all of them where missing. */
  readonly designs?: readonly string[];
  /** Random walks per instance and generated cases per register rule, from 0 on; 200 where missing. */
  readonly runs?: number;
  /** Seed of both; 1 where missing. */
  readonly seed?: number;
  /** Bound of each search, in states; 5,000,000 where missing. */
  readonly maxStates?: number;
}

/**
 * Runs the properties of rules on designs in this thread and returns one entry per rule and design. Same arguments, same
 * entries, except `how.seconds`. Throws a RangeError for a design that does not exist.
 */
export function verifyRules(options: VerifyRules = {}): VerdictEntry[] {
  const { rules = allRules, designs = designNames, runs = 200, seed = 1, maxStates = 5_000_000 } = options;
  designs.forEach(designNamed);
  const jobs = planJobs({ rules, designs, mutants: [], seed, runs, maxStates });
  const outcomes = jobs.map((job) => ({ job, result: runJob(job) }));
  return verdictEntries(rules, designs, outcomes, seed);
}
