import { availableParallelism } from 'node:os';
import { designNames } from '../../spec/designs/index.ts';
import { instanceNames } from '../../spec/model/protocol/instances.ts';
import { protocolRules } from '../../spec/rules/index.ts';
import { wrap } from '../../spec/kit/wrap.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { runRounds } from '../campaign/rounds.ts';
import { joinCampaign, runsOfShard } from '../campaign/shards.ts';
import { resumeFrom, type CampaignKey, type CampaignState } from '../campaign/state.ts';
import { checkWritable, writeWhole } from '../../node/files.ts';
import { treeState } from '../../node/git.ts';
import { modelHash } from '../../node/model-hash.ts';
import { shardNamed, type Shard } from '../../node/shard.ts';
import { noPositionals, oneOfValues, parseOptions, wholeNumber } from '../options.ts';
import { DEFAULT_SEED } from '../verify/options.ts';

interface Options {
  readonly design: string;
  readonly instance: string;
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  readonly workers: number;
  readonly state: string | undefined;
  readonly shard: Shard;
  readonly merge: string | undefined;
}

/** As a shell says "ended by SIGINT". */
const INTERRUPTED = 130;

/** `lbr-contract campaign` */
export const campaign: Command = {
  name: 'campaign',
  summary: 'walk at random through a large instance, for as long as wanted',
  usage: `
usage: lbr-contract campaign [--design NAME] [--instance NAME] [--runs N] [--steps N] [--seed S] [--state FILE]

Judges every protocol rule on N random walks. With --state the campaign can be stopped at any time and goes on where it
was: run r of a seed is the same whatever was run before it. Ctrl-C ends it after the round that is running, a second
one at once.

  --design NAME    one of these (contract):
${wrap(designNames.join(', '), 100, ' '.repeat(19)).join('\n')}
  --instance NAME  one of these (${instanceNames[0]}):
${wrap(instanceNames.join(', '), 100, ' '.repeat(19)).join('\n')}
  --runs N         total number of runs, those of the state file included (100000)
  --steps N        steps of each run (200)
  --seed S         (${DEFAULT_SEED})
  --workers N      threads (one per core)
  --state FILE     where the campaign stands; written after each round of a few seconds
  --shard i/n      only the i-th of n parts of the runs, into a state file of its own; nothing is judged. env takes the
                   part from JOB_COMPLETION_INDEX, which counts from 0, and LBR_CONTRACT_SHARDS
  --merge DIR      join the finished state files in a folder instead of running; the options must be those of the shards

Exit status: 0 if no rule was violated but those that are declared violated on the design, 1 if another one was, 2 bad
input, 130 stopped.
`,
  async run(args) {
    const options = campaignOptions(args);
    const { design, instance, seed, steps, runs, merge } = options;
    const key = { modelHash: modelHash(), design, instance, seed, steps, firstRun: 0 };
    if (merge !== undefined) return conclude(joinCampaign(merge, key, runs));
    return walk(key, options);
  },
};

async function walk(key: CampaignKey, options: Options): Promise<number> {
  const { state: file, runs, workers } = options;
  const { first, end } = runsOfShard(runs, options.shard);
  if (file !== undefined) checkWritable(file);
  const before = resumeFrom(file, { ...key, firstRun: first }, treeState().commit);
  const start = performance.now();
  const { state, stopped } = await runRounds(before, { end, workers }, (now) => {
    if (file !== undefined) writeWhole(file, `${JSON.stringify(now, null, 1)}\n`);
  });
  const seconds = (performance.now() - start) / 1000;
  if (stopped) {
    const left = file === undefined ? 'nothing is kept without --state' : `${file} has them; the same command goes on`;
    process.stderr.write(`stopped after run ${state.nextRun} of ${end}; ${left}\n`);
    return INTERRUPTED;
  }
  // As for `verify`: a part only keeps what it found, and --merge judges.
  if (options.shard.of > 1) return 0;
  const rate = (state.nextRun - before.nextRun) / Math.max(seconds, 1e-3);
  if (process.stderr.isTTY) process.stderr.write(`${Math.round(rate).toLocaleString('en-US')} runs/s\n`);
  return conclude(state);
}

/** Prints what the runs say, a function of the state alone, and returns the exit status. */
function conclude({ findings, design, instance, firstRun, nextRun, steps, seed }: CampaignState): number {
  const runs = (nextRun - firstRun).toLocaleString('en-US');
  const part = firstRun === 0 ? '' : ` from run ${firstRun} on`;
  const lines = [`${design} on ${instance}: ${runs} runs of ${steps} steps${part}, seed ${seed}`];
  let status = 0;
  for (const { rule, violation, witnesses } of findings) {
    const declared = protocolRules.find(({ id }) => id === rule)?.violatedOn.includes(design) ?? false;
    if (violation === undefined) {
      const met = witnesses === 0 ? 'precondition never met' : 'not violated';
      lines.push(`${rule} ${met}`);
    } else if (declared) {
      lines.push(`${rule} violated in ${violation.length} steps, as declared`);
    } else {
      status = 1;
      const run = JSON.stringify(violation);
      lines.push(`${rule} violated in ${violation.length} steps, which is not declared: ${run}`);
    }
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  return status;
}

function campaignOptions(args: readonly string[]): Options {
  const { values, positionals } = parseOptions(args, {
    design: { type: 'string' },
    instance: { type: 'string' },
    runs: { type: 'string' },
    steps: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string' },
    state: { type: 'string' },
    shard: { type: 'string' },
    merge: { type: 'string' },
  });
  noPositionals(positionals);
  if (values.shard !== undefined && values.state === undefined) {
    throw new UsageError('--shard: expected --state FILE for what the part finds');
  }
  return {
    design: oneOfValues('--design', values.design ?? 'contract', designNames),
    instance: oneOfValues('--instance', values.instance ?? instanceNames[0], instanceNames),
    runs: wholeNumber('--runs', values.runs, 100_000, 1),
    steps: wholeNumber('--steps', values.steps, 200, 1),
    seed: wholeNumber('--seed', values.seed, DEFAULT_SEED, 0),
    workers: wholeNumber('--workers', values.workers, availableParallelism(), 1),
    state: values.state,
    shard: values.shard === undefined ? { index: 1, of: 1 } : shardNamed(values.shard),
    merge: values.merge,
  };
}
