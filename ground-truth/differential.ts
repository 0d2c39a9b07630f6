/**
 * The model against the kernel's own code.
 *
 *   npm run ground-truth -- [--kernel SERIES|DIR=DESIGN]... [--sequences N] [--seed N] [--write]
 *
 * Without --kernel: every series in kernels.ts whose source can be had. --write replaces results.json. Exit status 1
 * where a mismatch was found or a mutant was not, 2 for bad usage, 0 otherwise, also where everything was skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seriesByName, SERIES, type Series } from './differential/kernels.ts';
import { changes, MUTANTS } from './differential/mutants.ts';
import { differentialRun, type FoundMismatch } from './differential/run.ts';
import { buildHarness, Unavailable, type Kernel } from './harness-run.ts';
import { comparedHash, root } from './hash.ts';
import type { GroundTruthResults, KernelResult } from './results.ts';

const STEPS = 30;
const MUTANT_SEQUENCES = 10_000;

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', multiple: true },
    sequences: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const sequences = Number(values.sequences);
const seed = Number(values.seed);
if (!Number.isInteger(sequences) || sequences < 1 || !Number.isInteger(seed)) {
  console.error('--sequences takes a positive integer, --seed an integer');
  process.exit(2);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const kernels: KernelResult[] = [];
  for (const series of values.kernel?.map(seriesByName) ?? SERIES) {
    const kernel = buildOrSkip(series);
    if (kernel !== undefined) kernels.push(await judge(kernel, series));
  }
  if (values.write) writeResults(kernels);
  const bad = kernels.some(({ mismatches, noticed }) => mismatches.length > 0 || Object.values(noticed).includes(null));
  process.exitCode = bad ? 1 : 0;
}

function buildOrSkip(series: Series): Kernel | undefined {
  try {
    return buildHarness(series.source);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`${series.source}: skipped. ${error.message}`);
    return undefined;
  }
}

async function judge(kernel: Kernel, series: Series): Promise<KernelResult> {
  const run = await differentialRun(kernel, series, { sequences, steps: STEPS, seed, limit: 10 });
  const rate = Math.round(run.sequences / run.cpuSeconds);
  console.log(
    `Linux ${kernel.version} against ${series.design}: ${run.sequences} sequences, ${run.steps} steps, ` +
      `${run.mismatches.length} mismatches, ${rate} sequences per CPU second`,
  );
  run.mismatches.forEach(saveMismatch);
  const noticed: Record<string, number | null> = {};
  for (const mutant of MUTANTS.filter((each) => changes(each, series.settings))) {
    const options = { sequences: MUTANT_SEQUENCES, steps: STEPS, seed, limit: 1, mutant, shrink: false };
    const found = await differentialRun(kernel, series, options);
    noticed[mutant.name] = found.mismatches.length > 0 ? found.sequences : null;
    if (found.mismatches.length === 0) console.log(`  not noticed: ${mutant.name}`);
  }
  return {
    version: kernel.version,
    design: series.design,
    overrides: series.overrides,
    leavesOut: series.leavesOut,
    seed,
    sequences: run.sequences,
    steps: run.steps,
    cpuSeconds: Math.round(run.cpuSeconds),
    mismatches: run.mismatches,
    noticed,
  };
}

function saveMismatch(mismatch: FoundMismatch, index: number): void {
  const directory = join(root, 'ground-truth', 'mismatches');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${mismatch.kernel}-${seed}-${index + 1}.json`);
  writeFileSync(file, JSON.stringify(mismatch, null, 2) + '\n');
  console.log(`  ${mismatch.differences.map(({ field }) => field).join(', ')}: ${file}`);
}

function writeResults(results: readonly KernelResult[]): void {
  const compiler = spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
  const file: GroundTruthResults = {
    format: 'lbr-ground-truth/1',
    date: new Date().toISOString().slice(0, 10),
    hash: comparedHash(),
    compiler,
    kernels: results,
  };
  writeFileSync(join(root, 'ground-truth', 'results.json'), JSON.stringify(file, null, 2) + '\n');
}
