// What there is to drive: counterexamples of releases, on the kernel of their design, and as controls on the others.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../src/spec/scenario/types.ts';
import { ruleById } from '../src/spec/rules/index.ts';
import { LAB_KERNELS, type LabKernel } from './kernels.ts';

export interface Job {
  readonly rule: string;
  /** The design whose counterexample it is. */
  readonly design: string;
  readonly scenario: Scenario;
  readonly kernel: LabKernel;
  /** The model says that this kernel keeps the rule. */
  readonly control: boolean;
}

/** Every job, in a fixed order. `folder`: scenarios/counterexamples. */
export function allJobs(folder: string): Job[] {
  const jobs: Job[] = [];
  for (const rule of readdirSync(folder).sort()) {
    const violatedOn = ruleById(rule)?.violatedOn ?? [];
    for (const kernel of LAB_KERNELS) {
      const declared = (violatedOn as readonly string[]).includes(kernel.design);
      // A kernel that keeps the rule is driven by the nearest release's counterexample.
      const design = declared
        ? kernel.design
        : LAB_KERNELS.find((other) => readable(folder, rule, other.design))?.design;
      const scenario = design === undefined ? undefined : readable(folder, rule, design);
      if (design !== undefined && scenario !== undefined)
        jobs.push({ rule, design, scenario, kernel, control: !declared });
    }
  }
  return jobs;
}

function readable(folder: string, rule: string, design: string): Scenario | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, rule, `${design}.json`), 'utf8')) as Scenario;
  } catch {
    return undefined;
  }
}

/** Jobs of part `index` of `count`, from 1: every count-th one. */
export const shardOf = <T>(all: readonly T[], index: number, count: number): T[] =>
  all.filter((_, at) => at % count === index - 1);
