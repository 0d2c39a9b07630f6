/** A differential run: many random walks on one kernel, the mismatches shrunk. */
import { readFileSync } from 'node:fs';
import { protocolModel, type ProtocolModel } from '../../src/spec/model/protocol/index.ts';
import type { Kernel } from '../harness-run.ts';
import { compare, type Difference, type Mismatch } from './compare.ts';
import { HOST_CPUS, randomInstance, type HostCpu } from './instances.ts';
import { spoilt, type Mutant } from './mutants.ts';
import { createRandom, type Random } from './random.ts';
import type { Series } from './kernels.ts';
import { shrink } from './shrink.ts';
import { randomWalk, type Walk } from './walk.ts';

interface RunOptions {
  readonly sequences: number;
  /** Steps per sequence that the harness sees. */
  readonly steps: number;
  readonly seed: number;
  /** Stop after so many mismatches. */
  readonly limit: number;
  /** False: mismatches stay as long as they were found. */
  readonly shrink?: boolean;
  /** A piece of bookkeeping to turn wrong, to see that the run notices. */
  readonly mutant?: Mutant;
}

interface RunResult {
  readonly sequences: number;
  readonly steps: number;
  /** CPU seconds of this process and of the harness. */
  readonly cpuSeconds: number;
  readonly mismatches: readonly FoundMismatch[];
}

/** A shrunk mismatch, as it is written to a file. */
interface FoundMismatch {
  readonly kernel: string;
  readonly cpu: string;
  readonly instance: unknown;
  readonly steps: readonly Record<string, unknown>[];
  readonly differences: readonly Difference[];
}

const BATCH = 250;
const WALKS_PER_INSTANCE = 25;

/** Of this process and of its children that have ended. */
function cpuSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  const [own, ownSystem, children, childrenSystem] = fields.slice(11, 15);
  return (own + ownSystem + children + childrenSystem) / 100;
}

interface Batch {
  readonly cpu: HostCpu;
  readonly walks: readonly { readonly model: ProtocolModel; readonly walk: Walk }[];
  readonly found: Promise<(Mismatch | undefined)[]>;
}

function randomWalks(random: Random, series: Series, count: number, { steps, mutant }: RunOptions) {
  const cpu = random.pick(HOST_CPUS);
  const leavesOut = Object.keys(series.leavesOut);
  let model: ProtocolModel | undefined;
  const walks = Array.from({ length: count }, (_, index) => {
    if (model === undefined || index % WALKS_PER_INSTANCE === 0) {
      model = protocolModel({ ...series.settings, ...mutant?.settings }, randomInstance(random, cpu));
      if (mutant !== undefined) model = spoilt(model, mutant);
    }
    return { model, walk: randomWalk(model, random, steps, leavesOut) };
  });
  return { cpu, walks };
}

export async function differentialRun(kernel: Kernel, series: Series, options: RunOptions): Promise<RunResult> {
  const random = createRandom(options.seed);
  const start = cpuSeconds();
  const mismatches: FoundMismatch[] = [];
  let sequences = 0;
  let steps = 0;
  // The harness runs one batch while the next one is walked.
  let generated = 0;
  const nextBatch = (): Batch | undefined => {
    const count = Math.min(BATCH, options.sequences - generated);
    if (count <= 0) return undefined;
    generated += count;
    const { cpu, walks } = randomWalks(random, series, count, options);
    return { cpu, walks, found: compare(kernel, cpu.name, walks) };
  };
  let batch = nextBatch();
  while (batch !== undefined && mismatches.length < options.limit) {
    const following = nextBatch();
    const found = await batch.found;
    sequences += batch.walks.length;
    for (const { walk } of batch.walks) steps += walk.mirrored.length;
    for (const [index, mismatch] of found.entries()) {
      if (mismatch === undefined || mismatches.length >= options.limit) continue;
      const { model, walk } = batch.walks[index];
      const short =
        options.shrink === false ? { walk, mismatch } : await shrink(kernel, batch.cpu.name, model, walk, mismatch);
      mismatches.push({
        kernel: kernel.version,
        cpu: batch.cpu.name,
        instance: model.machine.instance,
        steps: short.walk.actions.map(({ name, args }) => ({ op: name, ...args })),
        differences: short.mismatch.differences,
      });
    }
    if (mismatches.length >= options.limit) await following?.found;
    batch = following;
  }
  return { sequences, steps, cpuSeconds: cpuSeconds() - start, mismatches };
}
