// `npm run lab -- series`: kernels built from source, without a change, with each piece of series/, with all of them, and
// with each mutant, in the same runs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, sighting } from '../src/spec/lab/faults.ts';
import {
  changedAccesses,
  compareRuns,
  SERIES_FORMAT,
  seriesText,
  totalsOf,
  type RunObservation,
  type SeriesChange,
  type SeriesKernel,
  type SeriesResults,
} from '../src/spec/lab/series.ts';
import { agentHash, cpuHash, judgeHash, seriesHash } from '../src/node/lab-hashes.ts';
import { writeWhole } from '../src/node/files.ts';
import { modelHash } from '../src/node/model-hash.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { labCache } from './emulator/paths.ts';
import { RunFailed } from './failure.ts';
import { buildKernel } from './kernel/build.ts';
import { jobsOption } from './kernel/command.ts';
import { compilerName } from './kernel/needs.ts';
import { shortHash } from './kernel/short-hash.ts';
import { seriesChanges, type PlannedChange } from './kernel/planned.ts';
import { packagedSource, sourceNames, type KernelSource } from './kernel/source.ts';
import { observeRun, OBSERVER, seriesRuns, WALKS, type SeriesRun } from './series-runs.ts';
import { LabSession } from './session.ts';

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;

/**
 * [--version NAME]... [--change NAME]... [--run NAME]... [--jobs N] [--out FILE]: returns 1 where a piece breaks a rule anew, or a mutant is
 * missed without a reason. Goes on where a run of the same sources was stopped.
 */
export async function series(args: string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args, options: { version: many, change: many, run: many, jobs: text, out: text } });
  const root = packageRoot();
  const versions = values.version ?? ['7.3'];
  for (const version of versions)
    if (!sourceNames().includes(version))
      throw new UsageError(`--version: found "${version}", expected ${sourceNames().join(', ')}`);
  const planned = new Map(versions.map((version) => [version, chosen(seriesChanges(root, version), values.change)]));
  const partial = values.change !== undefined || values.run !== undefined;
  const jobs = jobsOption(values.jobs);
  const session = new LabSession(say);
  try {
    const head = {
      format: SERIES_FORMAT,
      model: await modelHash(root),
      agent: agentHash(),
      cpu: cpuHash(),
      judge: judgeHash(root),
      series: seriesHash(root),
      compiler: compilerName(),
    } as const;
    const on = [head.agent, head.cpu, head.judge].join(' ');
    const kernels: SeriesKernel[] = [];
    for (const [version, changes] of planned) {
      const source = packagedSource(version, say);
      const images = buildAll(source, changes, jobs, say);
      const runs = chosenRuns(seriesRuns(root, version), values.run);
      kernels.push(await runAll({ session, on, runs, say }, source, changes, images));
    }
    const results: SeriesResults = { ...head, kernels };
    const out = values.out ?? (partial ? undefined : join(root, 'lab', 'series-results.json'));
    if (out !== undefined) writeWhole(out, `${JSON.stringify(results, undefined, 1)}\n`);
    say('');
    say(seriesText(results));
    return isAsWanted(results) ? 0 : 1;
  } finally {
    await session.close();
  }
}

/** Those that are named, and the pieces that named mutants are of. */
function chosen(all: readonly PlannedChange[], names: readonly string[] | undefined): readonly PlannedChange[] {
  for (const name of names ?? [])
    if (!all.some((change) => change.name === name))
      throw new UsageError(`--change: found "${name}", expected one of ${all.map((one) => one.name).join(', ')}`);
  const wanted = names === undefined ? all : all.filter(({ name }) => names.includes(name));
  return all.filter((change) => wanted.includes(change) || wanted.some(({ of }) => of === change.name));
}

function chosenRuns(all: readonly SeriesRun[], names: readonly string[] | undefined): readonly SeriesRun[] {
  for (const name of names ?? [])
    if (!all.some(({ run }) => run === name))
      throw new UsageError(`--run: found "${name}", expected the name of a run`);
  return names === undefined ? all : all.filter(({ run }) => names.includes(run));
}

/** Paths of images, by the name of the change; the kernel as it is by ''. */
function buildAll(
  source: KernelSource,
  changes: readonly PlannedChange[],
  jobs: number,
  say: (line: string) => void,
): ReadonlyMap<string, string> {
  // A change of a header rebuilds much: those stand together at the end.
  const header = ({ changes: of }: PlannedChange): boolean =>
    of.some(({ files }) => files.some((file) => file.startsWith('include/')));
  const ordered = [...changes.filter((change) => !header(change)), ...changes.filter((change) => header(change))];
  const images = new Map([['', buildKernel(source, [], { jobs, say }).vmlinux]]);
  for (const { name, changes: of } of ordered) {
    images.set(name, buildKernel(source, of, { jobs, say }).vmlinux);
    say(`${source.name} with ${name} is built`);
  }
  return images;
}

interface Campaign {
  readonly session: LabSession;
  /** Hashes of what makes and judges the runs. */
  readonly on: string;
  readonly runs: readonly SeriesRun[];
  readonly say: (line: string) => void;
}

type Shown = ReadonlyMap<string, RunObservation>;

async function runAll(
  campaign: Campaign,
  source: KernelSource,
  changes: readonly PlannedChange[],
  images: ReadonlyMap<string, string>,
): Promise<SeriesKernel> {
  const shown = new Map<string, Shown>();
  const imageOf = (name: string): string => images.get(name) ?? '';
  const at = async (name: string): Promise<Shown> => {
    const known = shown.get(name) ?? (await runOn(campaign, imageOf(name), name));
    shown.set(name, known);
    return known;
  };
  const base = await at('');
  const { version, image } = await campaign.session.kernel(imageOf(''));
  const done: SeriesChange[] = [];
  for (const change of changes) {
    const after = await at(change.name);
    const hash = (await campaign.session.kernel(imageOf(change.name))).image;
    const before = change.of === undefined ? base : await at(change.of);
    done.push(changeEntry(change, hash, campaign.runs, before, after));
  }
  const runs = campaign.runs.map(({ run, rule }) => {
    const { unmet: _unmet, stops, ...rest } = observed(base, run);
    if (stops !== undefined) throw new RunFailed(`${run} on ${version} as it is: ${stops}`);
    return { run, ...(rule !== undefined && { rule }), ...rest };
  });
  return {
    name: source.name,
    source: source.version,
    version,
    image,
    walks: WALKS,
    base: totalsOf(runs),
    runs,
    changes: done,
  };
}

const observed = (shown: Shown, run: string): RunObservation => {
  const found = shown.get(run);
  if (found === undefined) throw new Error(`the run ${run} is not there`);
  return found;
};

function changeEntry(
  { name, kind, what, of, reason }: PlannedChange,
  image: string,
  runs: readonly SeriesRun[],
  before: Shown,
  after: Shown,
): SeriesChange {
  const compared = runs.map(({ run, rule }) => ({
    run,
    ...(rule !== undefined && { rule }),
    before: observed(before, run),
    after: observed(after, run),
  }));
  const common = { name, kind, what, ...(of !== undefined && { of }), image, ...compareRuns(compared) };
  if (kind !== 'mutant') return { ...common, accesses: changedAccesses(compared) };
  const all = compared.flatMap((one) => sighting(one.run, one.before, one.after) ?? []);
  const outcome = outcomeOf(all);
  const plain = all.filter(({ rules, unmet, stops }) => rules.length + unmet.length > 0 || stops !== undefined);
  return {
    ...common,
    outcome: outcome === 'found' || outcome === 'changes' ? outcome : 'missed',
    ...(outcome !== 'found' && reason !== undefined && { reason }),
    seenBy: plain.length > 0 ? plain : all.slice(0, SHOWN),
    differing: all.length,
  };
}

/** Of runs that differ in numbers only. */
const SHOWN = 3;

/** What an image shows; a run that was done with the same agent, CPU, judge and steps is not done again. */
async function runOn({ session, on, runs, say }: Campaign, vmlinux: string, name: string): Promise<Shown> {
  const { image } = await session.kernel(vmlinux);
  const file = join(labCache, 'series-runs', `${shortHash(on, String(OBSERVER), image)}.json`);
  const kept = new Map(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as [string, RunObservation][]) : []);
  const shown = new Map<string, RunObservation>();
  for (const run of runs) {
    const { cpu, cpus, commandLine = '', lines } = run;
    const key = shortHash(run.run, cpu, String(cpus), commandLine, ...lines.map(({ text }) => text));
    const observation = kept.get(key) ?? (await observeRun(session, vmlinux, run));
    kept.set(key, observation);
    shown.set(run.run, observation);
  }
  writeWhole(file, `${JSON.stringify([...kept])}\n`);
  say(`${name === '' ? 'the kernel as it is' : name}: ${runs.length} runs are done`);
  return shown;
}

const isAsWanted = ({ kernels }: SeriesResults): boolean =>
  kernels.every(({ changes }) =>
    changes.every(({ kind, broken, outcome, reason }) =>
      kind === 'mutant' ? outcome !== 'missed' || reason !== undefined : Object.keys(broken).length === 0,
    ),
  );
