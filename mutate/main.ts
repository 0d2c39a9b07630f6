/**
 * Changes the model at one place at a time and asks whether a verdict notices. `npm run mutate -- --help` has the options.
 * The tree is not touched: a change is made in what is bundled.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { treeState } from '../src/node/git.ts';
import { modelHash } from '../src/node/model-hash.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { baselineOf, firstBlocks, type Asked } from './baseline.ts';
import { blockAround, blocksOf } from './blocks.ts';
import { bundleWith } from './build.ts';
import { startJudge, type Judge } from './judge.ts';
import { mergeParts } from './merge.ts';
import { HELP, options } from './options.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { readResults, scoreOf, writeResults, type Entry } from './results.ts';
import { namesOf, shuffled, sitesOf, type Site } from './sites.ts';

async function main(): Promise<void> {
  const {
    sample,
    first: count,
    seed,
    all,
    shard,
    minutes,
    workers,
    limit,
    only,
    out,
    fresh,
    again,
    keep,
    help,
    positionals,
  } = options();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  if (positionals.length > 0) {
    merge(positionals.slice(1), out);
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
    return outcomeAt({ root, changed, plain, baseline, first, limit }, sites[at]);
  };

  if (only !== undefined) {
    for (const [at, name] of names.entries())
      if (name.includes(only)) console.log(`${name}: ${said(await tryOne(at))}`);
    return;
  }

  const before = readResults(path.resolve(root, out));
  const { commit } = treeState();
  const same = before !== undefined && before.hash === hash && before.seed === seed && !fresh;
  const kept = new Map(
    (same || (keep && before !== undefined) ? [...before.entries, ...(before.ahead ?? [])] : [])
      .filter(({ outcome }) => outcome !== again && (same || outcome === 'noticed'))
      .map((entry) => [entry.name, entry]),
  );
  const order = shuffled(sites.length, seed)
    .slice(0, count ?? Infinity)
    .filter((_, position) => shard === undefined || position % shard.of === shard.index - 1);
  const wanted = all || count !== undefined ? Infinity : sample;
  const tried: (Entry | undefined)[] = [];
  const entries = (): Entry[] => {
    const gap = tried.findIndex((entry) => entry === undefined);
    return upTo(gap < 0 ? (tried as Entry[]) : (tried.slice(0, gap) as Entry[]), wanted);
  };
  const write = (): void =>
    writeResults(path.resolve(root, out), {
      format: 'lbr-mutation/1',
      commit: same ? before.commit : commit,
      date: new Date().toISOString().slice(0, 10),
      hash,
      seed,
      changes: sites.length,
      ...(shard !== undefined && { shard }),
      entries: entries(),
      ahead: tried.slice(entries().length).filter((entry) => entry !== undefined),
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

function merge(files: readonly string[], out: string): void {
  const parts = files.map((file) => {
    const results = readResults(file);
    if (results === undefined) throw new UsageError(`${file}: no such file`);
    return { file, results };
  });
  const names = namesOf(sitesOf(packageRoot()));
  const seed = parts[0]?.results.seed ?? 1;
  const merged = mergeParts(
    parts,
    shuffled(names.length, seed).map((at) => names[at]),
  );
  writeResults(path.resolve(packageRoot(), out), merged);
  console.log(`wrote ${out}: ${merged.entries.length} changes of ${parts.length} shards`);
}

interface Trial {
  readonly root: string;
  /** Where the bundle with the change goes; no other trial that runs beside it has the same. */
  readonly changed: string;
  /** The bundle of the model as it is. */
  readonly plain: string;
  readonly baseline: readonly Asked[];
  readonly first: ReadonlyMap<string, number>;
  /** Seconds. */
  readonly limit: number;
}

async function outcomeAt({ root, changed, plain, baseline, first, limit }: Trial, site: Site): Promise<Outcome> {
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
    const judge = startJudge(bundle, limit);
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
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 2;
});
