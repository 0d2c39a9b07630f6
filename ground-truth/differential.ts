/**
 * The model against the kernel's own code.
 *
 *   npm run ground-truth -- [--kernel SERIES|DIR=DESIGN]... [--sequences N] [--register N] [--seed N] [--processes N]
 *
 * Without --kernel: every series in kernels.ts whose source can be had, and results.json is replaced (--no-write leaves
 * it). Exit status 1 where a mismatch was found or a mutant was not, 2 for bad usage, 0 otherwise, also where everything
 * was skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seriesByName, SERIES, type Series } from './differential/kernels.ts';
import { changes, MUTANTS } from './differential/mutants.ts';
import { buildHarness, Unavailable, type Kernel } from './harness-run.ts';
import { comparedHash, root } from './hash.ts';
import { runTasks } from './pool.ts';
import { REGISTER_MUTANTS } from './register/mutants.ts';
import type { GroundTruthResults, KernelResult, WorldResult } from './results.ts';
import type { Task, TaskResult } from './task.ts';

const STEPS = 30;
const MUTANT_SEQUENCES = 10_000;
const CHUNK = 5_000;
const MISMATCH_DIRECTORY = join(root, 'ground-truth', 'mismatches');

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', multiple: true },
    sequences: { type: 'string', default: '100000' },
    register: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
    'no-write': { type: 'boolean', default: false },
  },
});
const numbers = {
  sequences: values.sequences,
  register: values.register,
  seed: values.seed,
  processes: values.processes,
};
for (const [name, text] of Object.entries(numbers)) {
  if (/^\d+$/.test(text) && (Number(text) > 0 || name === 'seed')) continue;
  console.error(`--${name} ${text}: expected a positive integer`);
  process.exit(2);
}
const counts = { protocol: Number(values.sequences), register: Number(values.register) };
const seed = Number(values.seed);
const processes = Number(values.processes);

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});

interface Subject {
  readonly name: string;
  readonly series: Series;
  readonly kernel: Kernel;
}

async function main(): Promise<void> {
  const names = values.kernel ?? SERIES.map(({ source }) => source);
  const subjects = names.flatMap(buildOrSkip);
  const start = Date.now();
  const hash = comparedHash(); // of what is about to run, not of what the files are when it is over
  const tasks = subjects.flatMap(tasksOf);
  const results = await runTasks(tasks, processes);
  const wallSeconds = Math.round((Date.now() - start) / 1000);
  const done = tasks.map((task, index) => ({ task, result: results[index] }));
  const kernels = subjects.map((subject) =>
    summary(
      subject,
      done.filter(({ task }) => task.series === subject.name),
    ),
  );
  report(kernels, wallSeconds);
  if (values.kernel === undefined && !values['no-write'] && kernels.length > 0)
    writeResults(kernels, wallSeconds, hash);
  const worlds = kernels.flatMap(({ protocol, register }) => [protocol, register]);
  const bad = worlds.some(({ mismatches, noticed }) => mismatches.length > 0 || Object.values(noticed).includes(null));
  process.exitCode = bad ? 1 : 0;
}

function buildOrSkip(name: string): Subject[] {
  const series = seriesByName(name);
  try {
    return [{ name, series, kernel: buildHarness(series.source) }];
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`${series.source}: skipped. ${error.message}`);
    return [];
  }
}

function tasksOf({ name, series, kernel }: Subject): Task[] {
  const base = { kernel, series: name, steps: STEPS, seed };
  const chunks = (world: Task['world']): Task[] =>
    Array.from({ length: Math.ceil(counts[world] / CHUNK) }, (_, index) => ({
      ...base,
      world,
      sequences: Math.min(CHUNK, counts[world] - index * CHUNK),
      seed: seed + index,
      limit: 10,
    }));
  const mutants = (world: Task['world'], all: readonly string[]): Task[] =>
    all.map((mutant) => ({ ...base, world, sequences: MUTANT_SEQUENCES, limit: 1, mutant }));
  return [
    ...chunks('protocol'),
    ...chunks('register'),
    ...mutants('protocol', namesOf(MUTANTS.filter((each) => changes(each, series.settings)))),
    ...mutants('register', namesOf(REGISTER_MUTANTS.filter((each) => changes(each, series.register.settings)))),
  ];
}

function namesOf(mutants: readonly { readonly name: string }[]): string[] {
  return mutants.map(({ name }) => name);
}

interface Done {
  readonly task: Task;
  readonly result: TaskResult;
}

function summary({ series, kernel }: Subject, done: readonly Done[]): KernelResult {
  const { overrides, leavesOut, register } = series;
  const of = (world: Task['world']): Done[] => done.filter(({ task }) => task.world === world);
  return {
    version: kernel.version,
    design: series.design,
    protocol: { overrides, leavesOut, ...total(of('protocol')) },
    register: { overrides: register.overrides, leavesOut: register.leavesOut, ...total(of('register')) },
  };
}

function total(done: readonly Done[]): Omit<WorldResult, 'overrides' | 'leavesOut'> {
  const runs = done.filter(({ task }) => task.mutant === undefined);
  const sum = (field: 'sequences' | 'steps' | 'cpuSeconds'): number =>
    runs.reduce((before, { result }) => before + result[field], 0);
  const noticed = done.flatMap(({ task: { mutant }, result }): [string, number | null][] =>
    mutant === undefined ? [] : [[mutant, result.mismatches.length > 0 ? result.sequences : null]],
  );
  return {
    seeds: [seed, seed + runs.length - 1],
    sequences: sum('sequences'),
    steps: sum('steps'),
    cpuSeconds: Math.round(sum('cpuSeconds') * 10) / 10,
    mismatches: runs.flatMap(({ result }) => result.mismatches),
    noticed: Object.fromEntries(noticed),
  };
}

function report(kernels: readonly KernelResult[], wallSeconds: number): void {
  rmSync(MISMATCH_DIRECTORY, { recursive: true, force: true });
  for (const kernel of kernels) {
    for (const world of ['protocol', 'register'] as const) {
      const { sequences, steps, mismatches, cpuSeconds, noticed } = kernel[world];
      console.log(
        `Linux ${kernel.version} against ${kernel.design}, ${world} world: ${sequences} sequences, ${steps} steps, ` +
          `${mismatches.length} mismatches, ${Math.round(sequences / Math.max(0.1, cpuSeconds))} sequences per CPU second`,
      );
      for (const [name, after] of Object.entries(noticed)) if (after === null) console.log(`  not noticed: ${name}`);
      for (const [index, mismatch] of mismatches.entries())
        save(`${kernel.version}-${world}-${index + 1}.json`, mismatch);
    }
  }
  console.log(`${wallSeconds} seconds in ${processes} processes`);
}

function save(name: string, mismatch: unknown): void {
  mkdirSync(MISMATCH_DIRECTORY, { recursive: true });
  const file = join(MISMATCH_DIRECTORY, name);
  writeFileSync(file, JSON.stringify(mismatch, null, 2) + '\n');
  console.log(`  mismatch: ${file}`);
}

function writeResults(results: readonly KernelResult[], wallSeconds: number, hash: string): void {
  const compiler = spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
  const file: GroundTruthResults = {
    format: 'lbr-ground-truth/2',
    date: new Date().toISOString().slice(0, 10),
    hash,
    compiler,
    processes,
    wallSeconds,
    kernels: results,
  };
  writeFileSync(join(root, 'ground-truth', 'results.json'), JSON.stringify(file, null, 2) + '\n');
}
