/**
 * The exchange format of runs: counterexamples, checked-in regressions, permalinks, `replay`, the workbench and the
 * timeline all use it. Steps name their actions; they never carry indices.
 */
export interface Scenario {
  readonly format: 'lbr-scenario/1';
  /** A design by name; `switches` flips some of its switches. */
  readonly design: string;
  readonly switches?: Readonly<Record<string, string>>;
  /** Protocol world: the instance (how many CPUs, vCPUs, tasks, host events) by name. */
  readonly instance?: string;
  /** Register world: the host. Defaults apply to every field that is missing. */
  readonly host?: Readonly<Record<string, unknown>>;
  /** What the scenario shows, for readers. */
  readonly title?: string;
  /** Rule that the last step violates, where the scenario is a counterexample. */
  readonly violates?: string;
  readonly steps: readonly ScenarioStep[];
}

/** `op` is `actor.verb`; the other fields are the arguments of that operation. */
export interface ScenarioStep {
  readonly op: string;
  readonly [argument: string]: unknown;
}
