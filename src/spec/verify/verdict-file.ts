import type { Level, Verdict } from '../kit/rule.ts';
import type { Scenario } from '../scenario/types.ts';

/**
 * The file that `npm run verify` writes and that the site, the exports and the reporters read. Everything in it but
 * `date` and `seconds` is a function of the commit, the seed and the bounds.
 */
export interface VerdictFile {
  readonly format: 'lbr-verdicts/1';
  /** Version of the contract, from package.json. */
  readonly version: string;
  /** Commit of the tree, 40 hex digits, or `unknown` outside a repository. */
  readonly commit: string;
  /** True where the tree had uncommitted changes in src/spec. */
  readonly dirty: boolean;
  /** SHA-256 over the text of everything below src/spec that a verdict depends on. */
  readonly modelHash: string;
  /** ISO date and time. */
  readonly date: string;
  readonly seed: number;
  /** False for a run that was filtered to some rules, designs or a shard. */
  readonly complete: boolean;
  readonly designs: readonly string[];
  readonly verdicts: readonly VerdictEntry[];
  readonly mutants: readonly MutantEntry[];
}

export interface VerdictEntry {
  readonly rule: string;
  readonly revision: number;
  readonly level: Level;
  readonly design: string;
  readonly verdict: Verdict;
  readonly expected: Verdict;
  /** Why, where the verdict is `not-applicable` or `not-established`. */
  readonly reason?: string;
  readonly how?: How;
  readonly counterexample?: Scenario;
}

/** How a verdict was established. */
export interface How {
  readonly method: 'exhaustive' | 'random' | 'exhaustive+random';
  /** One line for readers: "exhaustive: all 412,338 states of 2 vCPUs on 1 pCPU, ring depth 2". */
  readonly summary: string;
  /** Bound of the search, for readers. */
  readonly bound: string;
  /** Distinct states over all instances; 0 for a purely random method. */
  readonly states: number;
  readonly runs: number;
  readonly seed: number;
  /** How often the precondition of the property was met. 0 is a vacuous verdict, and fails the run. */
  readonly witnesses: number;
  readonly seconds: number;
  readonly instances?: readonly InstanceEvidence[];
  /** Classes of generated cases and how many fell into each (register world). */
  readonly distribution?: Readonly<Record<string, number>>;
}

export interface InstanceEvidence {
  readonly name: string;
  readonly states: number;
  /** True where every reachable state was visited; false where the bound was reached first. */
  readonly complete: boolean;
  /** Length of the longest shortest path that was explored. */
  readonly depth: number;
  readonly witnesses: number;
}

/** A design with one switch flipped, or a historical bug, and the rules that notice. */
export interface MutantEntry {
  readonly name: string;
  readonly base: string;
  /** Switch and the value it was flipped to. */
  readonly flips: Readonly<Record<string, string>>;
  readonly world: 'protocol' | 'register';
  /** Rules that hold on the base and are violated on the mutant. */
  readonly killedBy: readonly string[];
  readonly counterexamples: Readonly<Record<string, Scenario>>;
  /** A historical bug: its entry in the bug museum. */
  readonly bug?: string;
}
