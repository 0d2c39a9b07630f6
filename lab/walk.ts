// `npm run lab -- walk`: random campaigns, judged by the CPU. What they find is shrunk by dropping steps.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { violatedRules } from '../src/spec/lab/faults.ts';
import { judgeLog } from '../src/spec/lab/judge/index.ts';
import {
  mergeWalks,
  shrinkWalk,
  WALK_FORMAT,
  walkLines,
  walkSteps,
  walkText,
  type WalkFind,
  type WalkResults,
  type WalkStep,
} from '../src/spec/lab/walk.ts';
import { ruleById } from '../src/spec/rules/index.ts';
import { agentHash, cpuHash, judgeHash } from '../src/node/lab-hashes.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { SEED } from './drive.ts';
import { LAB_KERNELS } from './kernels.ts';
import { LabFailed, RunFailed } from './failure.ts';
import { LabSession } from './session.ts';
import { shardOption } from './table.ts';

const text = { type: 'string' } as const;

interface State {
  readonly of: string;
  next: number;
  results: WalkResults;
}

/** --seed S --runs N [--kernel SERIES] [--shard I/N] [--out FILE], or --merge FILE... [--out FILE] */
export async function walk(args: string[], say: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seed: text, runs: text, kernel: text, shard: text, out: text, merge: { type: 'boolean' } },
  });
  const results = values.merge === true ? merged(positionals) : await campaign(values, say);
  const out = values.out ?? (values.merge === true ? undefined : 'lab-walk.json');
  if (out !== undefined) write(out, results);
  say(walkText(results));
  return results.finds.some(({ declared }) => !declared) ? 1 : 0;
}

function merged(files: readonly string[]): WalkResults {
  if (files.length === 0) throw new UsageError('walk --merge: expected the files of the parts');
  return mergeWalks(
    files.map((file) => {
      const part = JSON.parse(readFileSync(file, 'utf8')) as WalkResults;
      if (part.format !== WALK_FORMAT)
        throw new UsageError(`${file}: found format ${JSON.stringify(part.format)}, expected "${WALK_FORMAT}"`);
      return part;
    }),
  );
}

function whole(option: string, value: string | undefined, least: number): number {
  const number = Number(value);
  if (value === undefined || !Number.isSafeInteger(number) || number < least)
    throw new UsageError(
      `${option}: found ${value === undefined ? 'nothing' : `"${value}"`}, expected a whole number from ${least}`,
    );
  return number;
}

async function campaign(
  values: { seed?: string; runs?: string; kernel?: string; shard?: string; out?: string },
  say: (line: string) => void,
): Promise<WalkResults> {
  const seed = whole('--seed', values.seed, 0);
  const runs = whole('--runs', values.runs, 1);
  const series = values.kernel ?? '7.3';
  const known = LAB_KERNELS.find(({ name }) => name === series);
  if (known === undefined)
    throw new UsageError(`--kernel: found "${series}", expected ${LAB_KERNELS.map(({ name }) => name).join(', ')}`);
  const [index, count] = shardOption(values.shard);
  const session = new LabSession(say);
  try {
    const { version, image } = await session.kernel(series);
    const empty: WalkResults = {
      format: WALK_FORMAT,
      agent: agentHash(),
      cpu: cpuHash(),
      judge: judgeHash(packageRoot()),
      kernel: version,
      image,
      seed,
      runs,
      ...(count > 1 && { shard: `${index}/${count}` }),
      done: 0,
      stopped: [],
      finds: [],
    };
    const file = `${values.out ?? 'lab-walk.json'}.state`;
    const state = resumed(file, empty, index - 1);
    const violated = violatedBy(session, series);
    for (; state.next < runs; state.next += count) {
      state.results = await step(state.results, state.next, violated, known.design, say);
      write(file, { ...state, next: state.next + count });
    }
    rmSync(file, { force: true });
    return { ...state.results, finds: state.results.finds.toSorted((a, b) => (a.rule < b.rule ? -1 : 1)) };
  } finally {
    await session.close();
  }
}

type Violated = (steps: readonly WalkStep[]) => Promise<readonly string[]>;

/** Rules that a run of the steps violates. Throws RunFailed. */
function violatedBy(session: LabSession, kernel: string): Violated {
  return async (steps) => {
    const { log } = await session.run({ kernel, cpu: 'skylake', cpus: 1, seed: SEED }, walkLines(steps));
    return violatedRules(judgeLog(log, false));
  };
}

/** One run; the first find of a rule is shrunk. */
async function step(
  results: WalkResults,
  run: number,
  violated: Violated,
  design: string,
  say: (line: string) => void,
): Promise<WalkResults> {
  const steps = walkSteps(results.seed, run);
  let rules: readonly string[];
  try {
    rules = await violated(steps);
  } catch (error) {
    if (!(error instanceof RunFailed) || error instanceof LabFailed) throw error;
    const why = error.message.split('\n')[0];
    say(`run ${run} did not come to its end: ${why}`);
    return { ...results, stopped: [...results.stopped, { run, why }] };
  }
  const finds = new Map(results.finds.map((find) => [find.rule, find]));
  for (const rule of rules) {
    const known = finds.get(rule);
    finds.set(
      rule,
      known === undefined ? await found(rule, run, steps, violated, design, say) : { ...known, runs: known.runs + 1 },
    );
  }
  return { ...results, done: results.done + 1, finds: [...finds.values()] };
}

async function found(
  rule: string,
  run: number,
  steps: readonly WalkStep[],
  violated: Violated,
  design: string,
  say: (line: string) => void,
): Promise<WalkFind> {
  const shortest = await shrinkWalk(steps, async (candidate) => {
    try {
      return (await violated(candidate)).includes(rule);
    } catch (error) {
      if (error instanceof RunFailed && !(error instanceof LabFailed)) return false;
      throw error;
    }
  });
  const declared = ((ruleById(rule)?.violatedOn ?? []) as readonly string[]).includes(design);
  say(`run ${run}: ${rule}, ${steps.length} steps shrunk to ${shortest.length}`);
  return { rule, declared, runs: 1, first: run, lines: walkLines(shortest).map((line) => line.text) };
}

function resumed(file: string, empty: WalkResults, first: number): State {
  const of = JSON.stringify(empty);
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as State;
    if (kept.of === of) return kept;
  }
  return { of, next: first, results: empty };
}

/** Written beside and renamed, so that a full disk leaves nothing by halves. */
function write(file: string, value: unknown): void {
  writeFileSync(`${file}.part`, `${JSON.stringify(value, undefined, 1)}\n`);
  renameSync(`${file}.part`, file);
}
