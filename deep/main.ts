// `npm run deep`: searches the large instances on the design `contract`, walks through what is larger still, and writes
// its results after each step, so that a run that was stopped goes on where it was.
import { treeState } from '../src/node/git.ts';
import { modelHash } from '../src/node/model-hash.ts';
import { runJobs } from '../src/node/pool.ts';
import { writeWhole } from '../src/node/files.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { deepMissing, deepProblems, joinDeepWalks } from '../src/spec/deep/join.ts';
import { WALK_CHUNK, type DeepJob, type DeepWalkJob } from '../src/spec/deep/plan.ts';
import type { DeepFlip, DeepResults, DeepSearch, DeepWalk } from '../src/spec/deep/result.ts';
import { deepPart, joinDeepShards } from '../src/spec/deep/shard.ts';
import { deepOptions, USAGE, type DeepOptions } from './options.ts';
import { DeepStore, readDeepShards } from './store.ts';

type Result = DeepSearch | DeepWalk | DeepFlip;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const count = (n: number): string => n.toLocaleString('en-US');

try {
  const options = deepOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(USAGE);
  else
    process.exitCode = options.merge === undefined ? await runPart(options) : mergeShards(options.merge, options.out);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`deep: ${error.message}\n`);
  process.exitCode = 2;
}

/** Runs what is open of a part, or of everything. Returns the exit status. */
async function runPart({ fresh, only, workers, shard, out }: DeepOptions): Promise<number> {
  const isWanted = (name: string): boolean => only === undefined || only === name;
  const origin = { commit: treeState().commit, modelHash: modelHash() };
  const store = new DeepStore(out, origin, shard, (name) => !fresh || !isWanted(name));
  const part = deepPart(shard?.index ?? 1, shard?.of ?? 1);
  const run = (jobs: readonly DeepJob[], onResult: (result: Result) => void) =>
    runJobs<DeepJob, Result>(new URL('./deep-worker.mjs', import.meta.url), jobs, { workers, onResult });

  const { found } = store;
  const open: DeepJob[] = [
    ...part.searches.filter(
      ({ instance }) => isWanted(instance) && !found.searches.some((known) => known.instance === instance),
    ),
    ...part.flips.filter(({ flip }) => isWanted(flip) && !found.permitted.some((known) => known.flip === flip)),
  ];
  await run(open, (result) => {
    if ('flip' in result) {
      say(`${result.flip}: ${count(result.states)} states, ${result.broken.join(', ') || 'no rule breaks'}`);
      store.save({ permitted: [...store.found.permitted, result] });
    } else if ('states' in result) {
      const bound = result.complete ? 'all' : 'bound reached:';
      say(`${result.instance}: ${bound} ${count(result.states)} states, depth ${result.depth}, ${result.seconds} s`);
      store.save({ searches: [...store.found.searches, result] });
    }
  });
  for (const walk of part.walks.filter(({ instance }) => isWanted(instance))) {
    while (await walkOn(walk, store, workers, run));
  }

  // As for `verify`: a part only keeps what it found, and --merge judges.
  if (shard !== undefined) return 0;
  return conclude(store.results as DeepResults);
}

/** One chunk per worker of what is open of a walk. False where nothing is. */
async function walkOn(
  { firstRun, runs, ...rest }: DeepWalkJob,
  store: DeepStore,
  workers: number,
  run: (jobs: readonly DeepJob[], onResult: (result: Result) => void) => Promise<Result[]>,
): Promise<boolean> {
  const known = store.found.walks.find(({ instance }) => instance === rest.instance);
  const done = known?.runs ?? 0;
  if (done >= runs) return false;
  const jobs: DeepWalkJob[] = [];
  for (let at = done; at < runs && jobs.length < workers; at += WALK_CHUNK) {
    jobs.push({ ...rest, firstRun: firstRun + at, runs: Math.min(WALK_CHUNK, runs - at) });
  }
  const parts = await run(jobs, () => undefined);
  const [first, ...others] = [...(known === undefined ? [] : [known]), ...parts.filter((part) => 'runs' in part)];
  const joined = others.reduce(joinDeepWalks, first);
  store.save({ walks: [...store.found.walks.filter(({ instance }) => instance !== rest.instance), joined] });
  say(`${rest.instance}: ${count(joined.runs)} of ${count(runs)} runs`);
  return true;
}

function mergeShards(folder: string, out: string): number {
  let results: DeepResults;
  try {
    results = joinDeepShards(readDeepShards(folder));
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${folder}: ${error.message}`);
    throw error;
  }
  writeWhole(out, `${JSON.stringify(results, null, 1)}\n`);
  return conclude(results);
}

function conclude(results: DeepResults): number {
  const problems = [...deepProblems(results), ...deepMissing(results).map((name) => `not run: ${name}`)];
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  return problems.length > 0 ? 1 : 0;
}
