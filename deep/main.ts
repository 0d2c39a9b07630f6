// `npm run deep`: searches the large instances on the design `contract`, walks through what is larger still, and writes
// deep/results.json after each step, so that a run that was stopped goes on where it was.
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { treeState } from '../src/cli/git.ts';
import { modelHash } from '../src/cli/model-hash.ts';
import { runJobs } from '../src/cli/pool.ts';
import { writeWhole } from '../src/cli/verify/write.ts';
import { deepProblems, joinDeepWalks } from '../src/spec/deep/join.ts';
import { deepSearches, deepWalks, WALK_CHUNK, type DeepJob, type DeepWalkJob } from '../src/spec/deep/plan.ts';
import type { DeepResults, DeepSearch, DeepWalk } from '../src/spec/deep/result.ts';

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
const isWanted = ({ instance }: { readonly instance: string }): boolean =>
  values.only === undefined || values.only === instance;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

let results = start();

/** What is checked in already, where it is of this model and not asked for afresh. */
function start(): DeepResults {
  const empty = { format: 'lbr-deep/1', date: '', commit: '', modelHash: hash, searches: [], walks: [] } as const;
  if (!existsSync(FILE)) return empty;
  const known = JSON.parse(readFileSync(FILE, 'utf8')) as DeepResults;
  if (known.format !== 'lbr-deep/1' || known.modelHash !== hash) return empty;
  const kept = <Entry extends { readonly instance: string }>(entries: readonly Entry[]) =>
    entries.filter((entry) => !values.fresh || !isWanted(entry));
  return { ...known, searches: kept(known.searches), walks: kept(known.walks) };
}

function save(change: Partial<DeepResults>): void {
  const order = (list: readonly { readonly instance: string }[]) => (entry: { readonly instance: string }) =>
    list.findIndex(({ instance }) => instance === entry.instance);
  const sorted = <Entry extends { readonly instance: string }>(
    entries: readonly Entry[],
    list: readonly Entry[] | readonly DeepJob[] | typeof deepWalks,
  ) => [...entries].sort((a, b) => order(list)(a) - order(list)(b));
  const next = { ...results, ...change, date: new Date().toISOString().slice(0, 10), commit: treeState().commit };
  results = { ...next, searches: sorted(next.searches, deepSearches), walks: sorted(next.walks, deepWalks) };
  writeWhole(FILE, `${JSON.stringify(results, null, 1)}\n`);
}

const run = (jobs: readonly DeepJob[], onResult: (result: DeepSearch | DeepWalk) => void) =>
  runJobs<DeepJob, DeepSearch | DeepWalk>(new URL('./deep-worker.mjs', import.meta.url), jobs, { workers, onResult });

const searches = deepSearches.filter(
  (job) => isWanted(job) && !results.searches.some(({ instance }) => instance === job.instance),
);
await run(searches, (result) => {
  if (!('states' in result)) return;
  say(
    `${result.instance}: ${result.complete ? 'all' : 'bound reached:'} ${result.states.toLocaleString('en-US')} states, depth ${result.depth}, ${result.seconds} s`,
  );
  save({ searches: [...results.searches, result] });
});

for (const { runs, ...rest } of deepWalks.filter(isWanted)) {
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
    say(`${rest.instance}: ${joined.runs.toLocaleString('en-US')} of ${runs.toLocaleString('en-US')} runs`);
  }
}

const problems = deepProblems(results);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
