// `npm run deep`: searches the large instances on the design `contract`, walks through what is larger still, and writes
// deep/results.json after each step, so that a run that was stopped goes on where it was.
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { treeState } from '../src/node/git.ts';
import { modelHash } from '../src/node/model-hash.ts';
import { runJobs } from '../src/node/pool.ts';
import { writeWhole } from '../src/node/files.ts';
import { deepMissing, deepProblems, joinDeepWalks } from '../src/spec/deep/join.ts';
import {
  deepFlips,
  deepSearches,
  deepWalks,
  WALK_CHUNK,
  type DeepJob,
  type DeepWalkJob,
} from '../src/spec/deep/plan.ts';
import type { DeepFlip, DeepResults, DeepSearch, DeepWalk } from '../src/spec/deep/result.ts';

const FILE = 'deep/results.json';
const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    only: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});
const workers = Number(values.workers);
const hash = modelHash();
const isWanted = (name: string): boolean => values.only === undefined || values.only === name;
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const count = (n: number): string => n.toLocaleString('en-US');

let results = start();

/** What is checked in already, where it is of this model and not asked for afresh. */
function start(): DeepResults {
  const none = { searches: [], walks: [], permitted: [] };
  const empty = { format: 'lbr-deep/1', date: '', commit: '', modelHash: hash, ...none } as const;
  if (!existsSync(FILE)) return empty;
  const known = JSON.parse(readFileSync(FILE, 'utf8')) as DeepResults;
  if (known.format !== 'lbr-deep/1' || known.modelHash !== hash) return empty;
  const isKept = (name: string): boolean => !values.fresh || !isWanted(name);
  return {
    ...known,
    searches: known.searches.filter(({ instance }) => isKept(instance)),
    walks: known.walks.filter(({ instance }) => isKept(instance)),
    permitted: known.permitted.filter(({ flip }) => isKept(flip)),
  };
}

/** In the order of the plan, whatever order the results came in. */
function inOrder<Entry>(
  entries: readonly Entry[],
  names: readonly string[],
  nameOf: (entry: Entry) => string,
): Entry[] {
  return [...entries].sort((a, b) => names.indexOf(nameOf(a)) - names.indexOf(nameOf(b)));
}

function save(change: Partial<DeepResults>): void {
  const next = { ...results, ...change, date: new Date().toISOString().slice(0, 10), commit: treeState().commit };
  const instance = (entry: { readonly instance: string }): string => entry.instance;
  results = {
    ...next,
    searches: inOrder(next.searches, deepSearches.map(instance), instance),
    walks: inOrder(next.walks, deepWalks.map(instance), instance),
    permitted: inOrder(
      next.permitted,
      deepFlips.map(({ flip }) => flip),
      ({ flip }) => flip,
    ),
  };
  writeWhole(FILE, `${JSON.stringify(results, null, 1)}\n`);
}

type Result = DeepSearch | DeepWalk | DeepFlip;
const run = (jobs: readonly DeepJob[], onResult: (result: Result) => void) =>
  runJobs<DeepJob, Result>(new URL('./deep-worker.mjs', import.meta.url), jobs, { workers, onResult });

const open: DeepJob[] = [
  ...deepSearches.filter(
    ({ instance }) => isWanted(instance) && !results.searches.some((known) => known.instance === instance),
  ),
  ...deepFlips.filter(({ flip }) => isWanted(flip) && !results.permitted.some((known) => known.flip === flip)),
];
await run(open, (result) => {
  if ('flip' in result) {
    say(`${result.flip}: ${count(result.states)} states, ${result.broken.join(', ') || 'no rule breaks'}`);
    save({ permitted: [...results.permitted, result] });
  } else if ('states' in result) {
    const bound = result.complete ? 'all' : 'bound reached:';
    say(`${result.instance}: ${bound} ${count(result.states)} states, depth ${result.depth}, ${result.seconds} s`);
    save({ searches: [...results.searches, result] });
  }
});

for (const { runs, ...rest } of deepWalks.filter(({ instance }) => isWanted(instance))) {
  for (;;) {
    const known = results.walks.find(({ instance }) => instance === rest.instance);
    const done = known?.runs ?? 0;
    if (done >= runs) break;
    const jobs: DeepWalkJob[] = [];
    for (let firstRun = done; firstRun < runs && jobs.length < workers; firstRun += WALK_CHUNK) {
      jobs.push({ ...rest, firstRun, runs: Math.min(WALK_CHUNK, runs - firstRun) });
    }
    const parts = await run(jobs, () => undefined);
    const [first, ...others] = [...(known === undefined ? [] : [known]), ...parts.filter((part) => 'runs' in part)];
    const joined = others.reduce(joinDeepWalks, first);
    save({ walks: [...results.walks.filter(({ instance }) => instance !== rest.instance), joined] });
    say(`${rest.instance}: ${count(joined.runs)} of ${count(runs)} runs`);
  }
}

const problems = [...deepProblems(results), ...deepMissing(results).map((name) => `not run: ${name}`)];
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
