/** Differential runs of the register world: what each access gives in the model and in KVM's code. */
import { createRandom } from '../differential/random.ts';
import { parseRun, runScenarioLines, type HarnessState, type HarnessStep, type Kernel } from '../harness-run.ts';
import { randomCpu } from './hosts.ts';
import { registerWalk, type RegisterSeries, type RegisterStep, type RegisterWalk } from './walk.ts';

/** The first operation of a session on which the two sides disagree. */
interface RegisterMismatch {
  readonly kernel: string;
  readonly cpu: string;
  readonly host: unknown;
  /** The session up to and including it. */
  readonly steps: readonly string[];
  readonly model: string;
  readonly code: string;
}

interface RegisterRun {
  readonly sequences: number;
  readonly steps: number;
  readonly mismatches: readonly RegisterMismatch[];
}

interface RegisterOptions {
  readonly sequences: number;
  readonly steps: number;
  readonly seed: number;
  /** Stop after so many mismatches. */
  readonly limit: number;
}

const BATCH = 500;
const START: HarnessStep = { op: 'switch', task: 'a' };

export async function registerRun(
  kernel: Kernel,
  series: RegisterSeries,
  options: RegisterOptions,
): Promise<RegisterRun> {
  const random = createRandom(options.seed);
  const mismatches: RegisterMismatch[] = [];
  let sequences = 0;
  let steps = 0;
  while (sequences < options.sequences && mismatches.length < options.limit) {
    const cpu = randomCpu(random);
    const count = Math.min(BATCH, options.sequences - sequences);
    const walks = Array.from({ length: count }, () => registerWalk(series, random, cpu, options.steps));
    const runs = await runScenarioLines(kernel, cpu, walks.map(mirror), 'brief');
    for (const [index, walk] of walks.entries()) {
      const mismatch = compareWalk(kernel, walk, parseRun(runs[index]));
      if (mismatch !== undefined && mismatches.length < options.limit) mismatches.push(mismatch);
      steps += walk.steps.length;
    }
    sequences += count;
  }
  return { sequences, steps, mismatches };
}

export const mirror = ({ host, steps }: RegisterWalk): HarnessStep[] => [
  START,
  host.setUp,
  ...steps.flatMap((each) => each.steps),
];

export function compareWalk(
  kernel: Kernel,
  walk: RegisterWalk,
  states: readonly HarnessState[],
): RegisterMismatch | undefined {
  let next = 2;
  for (const [index, step] of walk.steps.entries()) {
    const state = states[next + step.answer];
    next += step.steps.length;
    const model = ofModel(step);
    const code = ofCode(step, state);
    if (model === code) continue;
    const done = walk.steps.slice(0, index + 1).map(({ does }) => does);
    return { kernel: kernel.version, cpu: walk.host.cpu, host: walk.host.host, steps: done, model, code };
  }
  return undefined;
}

/** `fails`, `done`, or the value of a read. */
function ofModel({ expected: { result, value } }: RegisterStep): string {
  if (result !== 'ok') return 'fails';
  return value === undefined ? 'done' : value.toString(16);
}

/** What the code answered, in the same words. */
export function ofCode({ expected, does }: RegisterStep, { result, value }: HarnessState): string {
  if (result !== 0) return 'fails';
  const reads = expected.value !== undefined || /^(get|rd|is_|vmm\.get|vmm\.list|guest\.rd|host\.rd)/.test(does);
  return reads ? value : 'done';
}
