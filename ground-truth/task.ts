/** One part of the long run, for one process. */
import { differentialRun } from './differential/run.ts';
import { seriesByName } from './differential/kernels.ts';
import { MUTANTS } from './differential/mutants.ts';
import type { Kernel } from './harness-run.ts';
import { REGISTER_MUTANTS } from './register/mutants.ts';
import { registerRun } from './register/run.ts';

export interface Task {
  readonly world: 'protocol' | 'register';
  readonly kernel: Kernel;
  /** As on the command line: `6.12`, or DIR=DESIGN. */
  readonly series: string;
  readonly sequences: number;
  readonly steps: number;
  readonly seed: number;
  /** Stop after so many mismatches. */
  readonly limit: number;
  /** Name of the piece of the model that is turned wrong. */
  readonly mutant?: string;
}

export interface TaskResult {
  readonly sequences: number;
  readonly steps: number;
  readonly cpuSeconds: number;
  readonly mismatches: readonly unknown[];
}

export async function runTask(task: Task): Promise<TaskResult> {
  const { world, kernel, mutant: name } = task;
  const series = seriesByName(task.series);
  const start = process.cpuUsage();
  if (world === 'protocol') {
    const mutant = MUTANTS.find((each) => each.name === name);
    const { sequences, steps, seed, limit } = task;
    const options = { sequences, steps, seed, limit, shrink: mutant === undefined, ...(mutant && { mutant }) };
    return differentialRun(kernel, series, options);
  }
  const settings = { ...series.register.settings, ...REGISTER_MUTANTS.find((each) => each.name === name)?.settings };
  const run = await registerRun(kernel, { ...series.register, settings }, task);
  const { user, system } = process.cpuUsage(start);
  return { ...run, cpuSeconds: (user + system) / 1e6 };
}
