/**
 * lab/results.json as far as the pages of rules and the front page show it: what whole kernels did on an emulated CPU. An
 * entry is about one rule on one design, in one kernel on one CPU.
 */
export interface LabResults {
  readonly format: 'lbr-lab/1';
  readonly entries: readonly LabEntry[];
}

export interface LabEntry {
  readonly rule: string;
  readonly design: string;
  /** Version: `6.12.117`. */
  readonly kernel: string;
  readonly cpu: string;
  readonly outcome: 'seen' | 'not-seen' | 'cannot-be-driven';
  /** Why not, where it was not seen. */
  readonly reason?: string;
  /** What the kernel did at the steps of the counterexample, to be shown beside them. */
  readonly steps?: readonly LabStep[];
}

interface LabStep {
  /** Index of the step of the counterexample, from 0. */
  readonly step: number;
  /** Where the kernel was: symbol and offset. */
  readonly where: string;
  /** What the CPU had then, one line. */
  readonly shows: string;
}

/** The entries about one rule on one design. */
export function labOf(results: LabResults | undefined, rule: string, design: string): readonly LabEntry[] {
  const entries = results?.entries.filter((entry) => entry.rule === rule && entry.design === design) ?? [];
  // The file says more than the page of a rule shows.
  return entries.map(({ kernel, cpu, outcome, reason, steps }) => ({
    rule,
    design,
    kernel,
    cpu,
    outcome,
    ...(reason !== undefined && { reason }),
    ...(steps !== undefined && { steps }),
  }));
}
