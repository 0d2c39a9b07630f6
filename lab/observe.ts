// Runs a workload, as it is or with lines before it, and says what the run shows.
import { violatedRules, type Observation } from '../src/spec/lab/faults.ts';
import { judgeLog } from '../src/spec/lab/judge/index.ts';
import type { LabLog } from '../src/spec/lab/log/types.ts';
import { unmet, type Workload } from '../src/spec/lab/workload.ts';
import { isArchitectural, SEED } from './drive.ts';
import { LabFailed, RunFailed } from './failure.ts';
import type { LabSession } from './session.ts';

interface Observed extends Pick<Workload, 'lines' | 'expected'> {
  readonly cpu: string;
  readonly cpus: number;
}

type Settings = readonly (readonly [name: string, value: string])[];

/** `before`: lines that come before those of the workload; `settings`: of the CPU at its reset, for a boot of its own. */
export async function observe(
  session: LabSession,
  kernel: string,
  { cpu, cpus, lines, expected }: Observed,
  before: readonly string[],
  settings?: Settings,
): Promise<Observation> {
  try {
    const steps = [...before.map((line) => ({ text: line })), ...lines];
    const machine = { kernel, cpu, cpus, seed: SEED, ...(settings !== undefined && { settings }) };
    const { log } = await session.run(machine, steps);
    return {
      violated: violatedRules(judgeLog(log, isArchitectural(cpu))),
      unmet: unmet({ lines, expected }, log),
      accesses: accesses(log),
    };
  } catch (error) {
    return { violated: [], unmet: [], accesses: 0, stops: whyItStops(error) };
  }
}

/** The first line on a run that does not come to its end. Throws where the lab itself has failed. */
export function whyItStops(error: unknown): string {
  if (!(error instanceof RunFailed) || error instanceof LabFailed) throw error;
  return error.message.split('\n')[0];
}

/** Accesses of the host to LBR MSRs. */
export const accesses = ({ events }: LabLog): number =>
  events.filter((event) => (event.t === 'rdmsr' || event.t === 'wrmsr') && event.m !== 'g').length;
