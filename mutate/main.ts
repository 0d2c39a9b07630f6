/**
 * Changes the model at one place at a time and asks whether a verdict notices. `npm run mutate -- --help` has the options.
 * The tree is not touched: a change is made in what is bundled.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { modelHash } from '../src/node/model-hash.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { baselineOf, firstBlocks, type Asked } from './baseline.ts';
import { blockAround, blocksOf } from './blocks.ts';
import { bundleWith } from './build.ts';
import { startJudge, type Judge } from './judge.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { readResults, RESULTS_FILE, scoreOf, writeResults, type Entry } from './results.ts';
import { namesOf, shuffled, sitesOf, type Site } from './sites.ts';

const HELP = `
usage: npm run mutate -- [--sample N] [--seed S] [--all] [--shard i/n] [--minutes M] [--workers N]
       [--only TEXT] [--out FILE] [--fresh]

Changes src/spec/model at one place at a time (negate a condition, drop a statement, swap an operator, off by one, another
constant) and asks whether a verdict notices. Goes on where it was stopped, as long as model and rules are the same.

  --sample N    go on until N changes were tried that have an effect (200)
  --seed S      which ones (1)
  --all         every change there is
  --shard i/n   of all, each n-th from the i-th on; write to --out, one file per shard
  --minutes M   stop after so many minutes
  --workers N   changes tried at a time (one for each core)
  --only TEXT   the changes whose name has this text; prints, and writes nothing
  --out FILE    default ${RESULTS_FILE}
  --fresh       begin again
  --again KIND  try those again that ended so: survives, not-run, timed-out, stops
  --keep        keep what is noticed though model or rules have changed since
`;

/** Seconds for one change. */
const LIMIT = 420;

class Usage extends Error {}

function options() {
  const { values } = parseArgs({
    options: {
      sample: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      all: { type: 'boolean', default: false },
      shard: { type: 'string' },
      minutes: { type: 'string', default: '1e9' },
      workers: { type: 'string', default: String(availableParallelism()) },
      only: { type: 'string' },
      out: { type: 'string', default: RESULTS_FILE },
      fresh: { type: 'boolean', default: false },
      again: { type: 'string', default: '' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'sample' | 'seed' | 'minutes' | 'workers'): number => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Usage(`--${name}: found ${values[name]}, expected a number above 0`);
    return value;
  };
  const [index, of] = (values.shard ?? '1/1').split('/').map(Number);
  if (!(Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of))
    throw new Usage(`--shard: found ${values.shard}, expected i/n with i from 1 to n`);
  if (of > 1 && !values.all) throw new Usage('--shard: goes with --all');
  if (!Number.isInteger(number('workers')))
    throw new Usage(`--workers: found ${values.workers}, expected a whole number above 0`);
  const [sample, seed, minutes, workers] = (['sample', 'seed', 'minutes', 'workers'] as const).map(number);
  return { ...values, sample, seed, minutes, workers, index, of };
}

async function main(): Promise<void> {
  const { sample, seed, all, index, of, minutes, workers, only, out, fresh, again, keep, help } = options();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const until = Date.now() + minutes * 60_000;
  const root = packageRoot();
  const cache = path.join(root, '.cache', 'mutate');
  mkdirSync(cache, { recursive: true });
  const hash = modelHash();
  const sites = sitesOf(root);
  const names = namesOf(sites);
  const baseline = await baselineOf(root, cache, hash, until);
  if (baseline === undefined) {
    console.log('the model as it is was not judged to the end; run it again to go on');
    return;
  }
  const first = firstBlocks(root);
  const plain = path.join(cache, `unchanged-${process.pid}.mjs`);
  await bundleWith(root, undefined, plain);
  const tryOne = (at: number): Promise<Outcome> => {
    const changed = path.join(cache, `changed-${process.pid}-${at}.mjs`);
    return outcomeAt({ root, changed, plain, baseline, first }, sites[at]);
  };

  if (only !== undefined) {
    for (const [at, name] of names.entries())
      if (name.includes(only)) console.log(`${name}: ${said(await tryOne(at))}`);
    return;
  }

  const before = readResults(path.resolve(root, out));
  const same = before !== undefined && before.hash === hash && before.seed === seed && !fresh;
  const kept = new Map(
    (same || (keep && before !== undefined) ? before.entries : [])
      .filter(({ outcome }) => outcome !== again && (same || outcome === 'noticed'))
      .map((entry) => [entry.name, entry]),
  );
  const order = shuffled(sites.length, seed).filter((_, position) => position % of === index - 1);
  const wanted = all ? Infinity : sample;
  const tried: (Entry | undefined)[] = [];
  const entries = (): Entry[] => {
    const gap = tried.findIndex((entry) => entry === undefined);
    return upTo(gap < 0 ? (tried as Entry[]) : (tried.slice(0, gap) as Entry[]), wanted);
  };
  const write = (): void =>
    writeResults(path.resolve(root, out), {
      format: 'lbr-mutation/1',
      hash,
      seed,
      changes: sites.length,
      entries: entries(),
    });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < order.length && scoreOf(entries()).of < wanted) {
      const place = next++;
      const at = order[place];
      tried[place] = kept.get(names[at]);
      if (tried[place] !== undefined) continue;
      if (Date.now() > until) return;
      const { line, operator } = sites[at];
      const outcome = await tryOne(at);
      console.log(`${place + 1}. ${names[at]}: ${said(outcome)}`);
      tried[place] = { name: names[at], line, operator, ...flat(outcome) };
      write();
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  write();
  const { of: real, noticed } = scoreOf(entries());
  console.log(
    `${entries().length} of ${sites.length} changes tried; ${real} have an effect, and verdicts notice ${noticed}`,
  );
}

interface Trial {
  readonly root: string;
  /** Where the bundle with the change goes; no other trial that runs beside it has the same. */
  readonly changed: string;
  /** The bundle of the model as it is. */
  readonly plain: string;
  readonly baseline: readonly Asked[];
  readonly first: ReadonlyMap<string, number>;
}

async function outcomeAt({ root, changed, plain, baseline, first }: Trial, site: Site): Promise<Outcome> {
  await bundleWith(root, site, changed);
  const block = blockAround(
    blocksOf(site.file, readFileSync(path.join(root, site.file), 'utf8')),
    site.start,
    site.end,
  );
  const number = (first.get(site.file) ?? 0) + block;
  const world = site.file.startsWith('src/spec/model/protocol/') ? 'protocol' : 'register';
  const started: Judge[] = [];
  const start = (bundle: string): Judge => {
    const judge = startJudge(bundle, LIMIT);
    started.push(judge);
    return judge;
  };
  try {
    return await outcomeOf(
      start(changed),
      () => start(plain),
      baseline,
      ({ question, answer }) => question.kind === world && (block < 0 || answer.ran.includes(number)),
    );
  } finally {
    await Promise.all(started.map((one) => one.end()));
    rmSync(changed, { force: true });
  }
}

/** The first entries of which `sample` have an effect. */
function upTo(entries: readonly Entry[], sample: number): Entry[] {
  let real = 0;
  const end = entries.findIndex((entry) => (real += scoreOf([entry]).of) >= sample);
  return end < 0 ? [...entries] : entries.slice(0, end + 1);
}

const flat = (outcome: Outcome): Pick<Entry, 'outcome' | 'by'> => ({
  outcome: outcome.kind,
  ...('by' in outcome && { by: outcome.by }),
});

const said = (outcome: Outcome): string => ('by' in outcome ? `${outcome.kind}, ${outcome.by}` : outcome.kind);

main().catch((error: unknown) => {
  console.error(error instanceof Usage ? error.message : error);
  process.exitCode = 2;
});
