/** A differential run: many random walks on one kernel, the mismatches shrunk. */
import type { ProtocolSettings } from '../../src/spec/designs/switches/protocol.ts';
import { protocolModel, type ProtocolModel } from '../../src/spec/model/protocol/index.ts';
import type { Kernel } from '../harness-run.ts';
import { compare, type Difference } from './compare.ts';
import { HOST_CPUS, randomInstance } from './instances.ts';
import { createRandom, type Random } from './random.ts';
import { shrink } from './shrink.ts';
import { randomWalk } from './walk.ts';

export interface RunOptions {
  readonly sequences: number;
  /** Steps per sequence that the harness sees. */
  readonly steps: number;
  readonly seed: number;
  /** Stop after so many mismatches. */
  readonly limit: number;
}

export interface RunResult {
  readonly sequences: number;
  readonly steps: number;
  readonly seconds: number;
  readonly mismatches: readonly FoundMismatch[];
}

/** A shrunk mismatch, as it is written to a file. */
export interface FoundMismatch {
  readonly kernel: string;
  readonly cpu: string;
  readonly instance: unknown;
  readonly steps: readonly Record<string, unknown>[];
  readonly differences: readonly Difference[];
}

const BATCH = 250;
const WALKS_PER_INSTANCE = 25;

function randomWalks(random: Random, settings: ProtocolSettings, count: number, length: number) {
  const cpu = random.pick(HOST_CPUS);
  let model: ProtocolModel | undefined;
  const walks = Array.from({ length: count }, (_, index) => {
    if (model === undefined || index % WALKS_PER_INSTANCE === 0)
      model = protocolModel(settings, randomInstance(random, cpu));
    return { model, walk: randomWalk(model, random, length) };
  });
  return { cpu, walks };
}

export function differentialRun(kernel: Kernel, settings: ProtocolSettings, options: RunOptions): RunResult {
  const random = createRandom(options.seed);
  const start = performance.now();
  const mismatches: FoundMismatch[] = [];
  let sequences = 0;
  let steps = 0;
  while (sequences < options.sequences && mismatches.length < options.limit) {
    const { cpu, walks } = randomWalks(random, settings, Math.min(BATCH, options.sequences - sequences), options.steps);
    const found = compare(kernel, cpu.name, walks);
    sequences += walks.length;
    for (const { walk } of walks) steps += walk.mirrored.length;
    for (const [index, mismatch] of found.entries()) {
      if (mismatch === undefined || mismatches.length >= options.limit) continue;
      const { model, walk } = walks[index];
      const short = shrink(kernel, cpu.name, model, walk, mismatch);
      mismatches.push({
        kernel: kernel.version,
        cpu: cpu.name,
        instance: model.machine.instance,
        steps: short.walk.actions.map(({ name, args }) => ({ op: name, ...args })),
        differences: short.mismatch.differences,
      });
    }
  }
  return { sequences, steps, seconds: (performance.now() - start) / 1000, mismatches };
}
