// `npm run lab -- steady`: no report without contention; replays, and a run from boot, end in the same state.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { violatedRules } from '../src/spec/lab/faults.ts';
import { judgeLog } from '../src/spec/lab/judge/index.ts';
import type { PlanLine } from '../src/spec/lab/plan.ts';
import { quietLines } from '../src/spec/lab/steady.ts';
import { parseWorkload } from '../src/spec/lab/workload.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { SEED } from './drive.ts';
import { LAB_KERNELS } from './kernels.ts';
import { LabSession } from './session.ts';

const text = { type: 'string' } as const;
/** Operations of a guest in one run. */
const AT_ONCE = 4000;

/** [--kernel SERIES] [--steps N] [--replays N] */
export async function steady(args: string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args, options: { kernel: text, steps: text, replays: text } });
  const kernel = values.kernel ?? '7.3';
  if (!LAB_KERNELS.some(({ name }) => name === kernel))
    throw new UsageError(`--kernel: found "${kernel}", expected ${LAB_KERNELS.map(({ name }) => name).join(', ')}`);
  const steps = numberOf('--steps', values.steps ?? '1000000');
  const replays = numberOf('--replays', values.replays ?? '100');
  const session = new LabSession(say);
  try {
    const reports = await withoutContention(session, kernel, steps);
    say(`${steps} steps of a guest without contention: ${reports.length === 0 ? 'no report' : reports.join(', ')}`);
    const hashes = await replay(session, kernel, replays);
    const same = hashes.filter((hash) => hash === hashes[0]).length;
    say(`${same} of ${replays} replays end in the state ${hashes[0]}`);
    const boot = await fromBoot(session, kernel);
    say(`a run from boot ends in the state ${boot}${boot === hashes[0] ? ', the same' : ', another one'}`);
    return reports.length === 0 && same === replays && boot === hashes[0] ? 0 : 1;
  } finally {
    await session.close();
  }
}

function numberOf(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new UsageError(`${option}: found "${value}", expected a whole number from 1`);
  return number;
}

const kindOf = (kernel: string) => ({ kernel, cpu: 'skylake', cpus: 1, seed: SEED });

/** Rules that the judges call violated in runs in which nobody competes. */
async function withoutContention(session: LabSession, kernel: string, steps: number): Promise<string[]> {
  const rules = new Set<string>();
  for (let run = 0; run * AT_ONCE < steps; run++) {
    const lines = quietLines(SEED, run, Math.min(AT_ONCE, steps - run * AT_ONCE));
    const { log } = await session.run(kindOf(kernel), lines);
    for (const rule of violatedRules(judgeLog(log, false))) rules.add(rule);
  }
  return [...rules].sort();
}

/** A workload with contention, so that there is much that could differ. */
function contended(): readonly PlanLine[] {
  const name = 'guest-beside-pinned';
  const file = join(packageRoot(), 'lab', 'workloads', `${name}.steps`);
  return parseWorkload(name, readFileSync(file, 'utf8')).lines;
}

/** Hashes of memory, registers and log after each of `count` runs from the booted state. */
async function replay(session: LabSession, kernel: string, count: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let run = 0; run < count; run++) {
    const { result } = await session.run(kindOf(kernel), contended(), { full: true });
    hashes.push(result.hash);
  }
  return hashes;
}

/** The same in the booted machine itself, which ends with it, in place of a copy. */
async function fromBoot(session: LabSession, kernel: string): Promise<string> {
  const { result } = await session.run(kindOf(kernel), contended(), { full: true, fromBoot: true });
  return result.hash;
}
