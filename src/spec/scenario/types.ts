/**
 * The exchange format of runs: counterexamples, checked-in regressions, permalinks, `replay`, the workbench and the
 * timeline all use it. Steps name their actions; they never carry indices.
 */
export interface Scenario {
  readonly format: 'lbr-scenario/1';
  /** A design by name; `switches` flips some of its switches. */
  readonly design: string;
  readonly switches?: Readonly<Record<string, string>>;
  /** Protocol world: the instance (how many CPUs, vCPUs, tasks, host events) by name, or one of the document's own. */
  readonly instance?: string | OwnInstance;
  /** Register world: the host. Defaults apply to every field that is missing. */
  readonly host?: Readonly<Record<string, unknown>>;
  /** What the scenario shows, for readers. */
  readonly title?: string;
  /** Rule that the last step violates, where the scenario is a counterexample. */
  readonly violates?: string;
  readonly steps: readonly ScenarioStep[];
  /** Register world: runs of other vCPUs under the same design, with which the rule compares this one. */
  readonly compared?: readonly ComparedRun[];
  /**
   * Register world, in a counterexample: the generated case that the property of the rule was given, so that the rule can
   * judge the run again. A 64-bit value is text: its decimal digits and an `n`.
   */
  readonly case?: unknown;
}

/** The fields of an instance that a document brings along; `instance-fields.ts` reads them. */
type OwnInstance = Readonly<Record<string, unknown>>;

/** What another vCPU did, on a fresh VM of its own. */
export interface ComparedRun {
  /** What it is, for readers: "a vCPU that was never saved". */
  readonly as: string;
  /** Where its host is another one. */
  readonly host?: Readonly<Record<string, unknown>>;
  readonly steps: readonly ScenarioStep[];
}

/** `op` is `actor.verb`; the other fields are the arguments of that operation. */
export interface ScenarioStep {
  readonly op: string;
  readonly [argument: string]: unknown;
}
