// The runs that a kernel with a change and one without are held against each other in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violatedRules } from '../src/spec/lab/faults.ts';
import { judgeLog } from '../src/spec/lab/judge/index.ts';
import type { LabLog } from '../src/spec/lab/log/types.ts';
import { judgeRegister } from '../src/spec/lab/outcome.ts';
import type { PlanLine } from '../src/spec/lab/plan.ts';
import { walkName, type RunObservation } from '../src/spec/lab/series.ts';
import { walkLines, walkSteps } from '../src/spec/lab/walk.ts';
import { parseWorkload, unmet, type Workload } from '../src/spec/lab/workload.ts';
import { isArchitectural, SEED } from './drive.ts';
import { allWorkloads } from './faults.ts';
import { allJobs } from './jobs.ts';
import { accesses, whyItStops } from './observe.ts';
import { isObstacle, isRegisterPlan, planOf, type AnyPlan } from './plan-of.ts';
import type { LabSession } from './session.ts';

/** A counterexample or control of the contract, a workload, or a random walk. */
export interface SeriesRun {
  readonly run: string;
  /** The rule whose counterexample it is, and the steps with what the model says of them. */
  readonly rule?: string;
  readonly plan?: AnyPlan;
  readonly cpu: string;
  readonly cpus: number;
  readonly lines: readonly PlanLine[];
  readonly expected: Workload['expected'];
  /** Words for the kernel's command line. */
  readonly commandLine?: string;
}

/** Raised where a run would show something else to this file, so that what is kept of earlier runs is not used. */
export const OBSERVER = 1;

export const WALKS = { seed: 21, runs: 16 } as const;

/** All runs for kernels of a series. Those of one machine stand together: it boots once. */
export function seriesRuns(root: string, series: string): SeriesRun[] {
  const jobs = allJobs(join(root, 'scenarios', 'counterexamples'))
    .filter(({ kernel }) => kernel.name === series)
    .flatMap(({ rule, design, scenario }): SeriesRun[] => {
      const plan = planOf(scenario);
      if (isObstacle(plan)) return [];
      const { cpu, cpus, lines } = plan;
      return [{ run: `${rule} of ${design}`, rule, plan, cpu, cpus, lines, expected: [] }];
    });
  const workloads = allWorkloads(root).map(({ name, ...workload }): SeriesRun => ({ run: name, ...workload }));
  const walks = Array.from({ length: WALKS.runs }, (_, run): SeriesRun => {
    const lines = walkLines(walkSteps(WALKS.seed, run));
    return { run: walkName(run), cpu: 'skylake', cpus: 1, lines, expected: [] };
  });
  const machine = ({ cpu, cpus, commandLine = '' }: SeriesRun): string => `${cpus} ${cpu} ${commandLine}`;
  return [...jobs, ...workloads, ...walks, ...ownRuns(root, series)].sort((a, b) =>
    machine(a) < machine(b) ? -1 : machine(a) > machine(b) ? 1 : 0,
  );
}

/** Workloads that only kernels built from source need. `rule`: what the kernel as it is violates in it. */
const OWN: readonly { readonly run: string; readonly rule?: string; readonly commandLine?: string }[] = [
  { run: 'mediated-beside-event', rule: 'LBR-DBG-1', commandLine: 'kvm_intel.enable_mediated_pmu=1' },
  { run: 'miscounted-user', rule: 'LBR-CTX-8' },
];

const ownRuns = (root: string, series: string): SeriesRun[] =>
  OWN.filter(({ commandLine }) => commandLine === undefined || series === '7.3').map((own) => {
    const steps = readFileSync(join(root, 'lab', 'kernel', 'workloads', `${own.run}.steps`), 'utf8');
    return { ...parseWorkload(own.run, steps), ...own };
  });

/** What a run shows on a kernel: a path of an image. Throws a LabFailed where the lab cannot go on. */
export async function observeRun(session: LabSession, kernel: string, run: SeriesRun): Promise<RunObservation> {
  const { rule, plan, cpu, cpus, lines, expected, commandLine } = run;
  try {
    const { log, result } = await session.run(
      { kernel, cpu, cpus, seed: SEED, ...(commandLine !== undefined && { commandLine }) },
      lines,
    );
    const verdict = judgeLog(withoutResets(log), isArchitectural(cpu));
    const ofSteps =
      rule !== undefined && plan !== undefined && isRegisterPlan(plan) && judgeRegister(plan, log).outcome === 'seen'
        ? [rule]
        : [];
    return {
      violated: [...new Set([...violatedRules(verdict), ...ofSteps])].sort(),
      unmet: unmet({ lines, expected }, log),
      accesses: accesses(log),
      instructions: result.instructions,
      entries: log.events.filter(({ t }) => t === 'entry').length,
    };
  } catch (error) {
    return { violated: [], unmet: [], accesses: 0, instructions: 0, entries: 0, stops: whyItStops(error) };
  }
}

/** The CPU calls each TOS that the host wrote the host's. One that perf's reset has set to 0 tells nobody anything. */
const withoutResets = ({ head, events }: LabLog): LabLog => ({
  head,
  events: events.filter(
    (event) =>
      event.t !== 'foreign' ||
      event.cell !== 'tos' ||
      BigInt(event.v) !== 0n ||
      !event.bornip.startsWith('intel_pmu_lbr_reset+'),
  ),
});
