import type * as lab from '../spec/lab/results.ts';

/**
 * What an entry of lab/results.json says of one rule on one design, as far as the pages of rules show it beside the verdict:
 * what a whole kernel did on an emulated CPU.
 */
export interface LabEntry extends Pick<
  lab.LabEntry,
  'rule' | 'design' | 'kernel' | 'cpu' | 'outcome' | 'reason' | 'steps'
> {
  /** What was seen, and the address of the instruction that showed it. */
  readonly seen?: { readonly what: string; readonly ip: string };
}

/** The entries about one rule on one design. */
export function labOf(results: lab.LabResults | undefined, rule: string, design: string): readonly LabEntry[] {
  const entries = results?.entries.filter((entry) => entry.rule === rule && entry.design === design) ?? [];
  // The file says more than the page of a rule shows.
  return entries.map(({ kernel, cpu, outcome, reason, steps, what, finding }) => ({
    rule,
    design,
    kernel,
    cpu,
    outcome,
    ...(reason !== undefined && { reason }),
    ...(steps !== undefined && { steps }),
    ...(finding !== undefined && { seen: { what, ip: finding.ip } }),
  }));
}
