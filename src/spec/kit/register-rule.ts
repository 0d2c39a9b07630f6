import type * as fc from 'fast-check';
import type { RuleDossier } from './rule.ts';

/**
 * Starts a fresh run of the design that is judged, on a host described by `Setup`. `reference` says of a run that is
 * only compared with what it is, for readers: "a vCPU that was never saved". Of the others, the last one is on trial.
 */
type Start<Run, Setup> = (setup: Setup, reference?: string) => Run;

/**
 * A property over generated cases. It looks at what callers see, never at the switches of a design, so the same text
 * judges every design. The scenario of a counterexample is what the run on trial did, up to the step that breaks the
 * property, and what the runs did that it is compared with.
 */
export interface RegisterProperty<Run, Setup, Case = unknown> {
  readonly arbitrary: fc.Arbitrary<Case>;
  /** Every class must be generated at least once, or nothing is established. */
  readonly classes: readonly string[];
  /** The classes that a case belongs to; a subset of `classes`. */
  classify(testCase: Case): readonly string[];
  /** Undefined where the precondition of the property is not met on this design. */
  holds(testCase: Case, start: Start<Run, Setup>): boolean | undefined;
}

/** A selftest below `scenarios/selftest/<ID>/`, or why there is none: after "not tested,". */
export type OnHardware = 'selftest' | { readonly untested: string };

/** A rule of the register world: its property is judged on generated hosts, vCPUs and sequences of operations. */
export interface RegisterRule<Run, Setup> extends RuleDossier {
  readonly world: 'register';
  readonly onHardware: OnHardware;
  readonly property: RegisterProperty<Run, Setup>;
}
