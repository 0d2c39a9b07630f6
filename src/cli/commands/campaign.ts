import { availableParallelism } from 'node:os';
import { designNames } from '../../spec/verify/plan.ts';
import { instanceNames } from '../../spec/model/protocol/instances.ts';
import { protocolRules } from '../../spec/rules/index.ts';
import type { WalkJob } from '../../spec/verify/job.ts';
import { UsageError, type Command } from '../command.ts';
import { mergeFindings, resumeFrom, type CampaignState } from '../campaign/state.ts';
import { modelHash } from '../model-hash.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { DEFAULT_SEED, wholeNumber } from '../verify/options.ts';
import { runAll } from '../verify/run-all.ts';
import { writeWhole } from '../verify/write.ts';

/** Runs of one job: a few seconds' worth. */
const CHUNK = 20_000;

interface Options {
  readonly design: string;
  readonly instance: string;
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  readonly workers: number;
  readonly state: string | undefined;
}

/** `lbr-contract campaign` */
export const campaign: Command = {
  name: 'campaign',
  summary: 'walk at random through a large instance, for as long as wanted',
  usage: `
lbr-contract campaign --design NAME --instance NAME --runs N [--steps N] [--seed S] [--state FILE]

Judges every protocol rule on N random walks. With --state the campaign can be stopped at any time and goes on where it
was: run r of a seed is the same whatever was run before it. Exit status 0 if exactly the rules that are declared
violated on the design were seen violated or not at all, 1 if another one was, 2 for bad usage.

  --design NAME    ${designNames.join(', ')}
  --instance NAME  ${instanceNames.join(', ')}
  --runs N         total number of runs, those of the state file included
  --steps N        steps of each run (200)
  --seed S         (${DEFAULT_SEED})
  --workers N      threads (one per core)
  --state FILE     where the campaign stands; written after each round
`,
  async run(args) {
    const options = campaignOptions(args);
    const { design, instance, seed, steps, runs, state: file } = options;
    let state = resumeFrom(file, { modelHash: modelHash(), design, instance, seed, steps });
    const start = performance.now();
    const first = state.nextRun;
    while (state.nextRun < runs) {
      state = await round(state, options);
      if (file !== undefined) writeWhole(file, `${JSON.stringify(state, null, 1)}\n`);
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${state.nextRun} of ${runs} runs`);
    }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const seconds = (performance.now() - start) / 1000;
    process.stdout.write(
      `${design} on ${instance}: ${state.nextRun.toLocaleString('en-US')} runs of ${steps} steps, seed ${seed}; ` +
        `${Math.round((state.nextRun - first) / Math.max(seconds, 1e-3)).toLocaleString('en-US')} runs/s\n`,
    );
    return conclude(state);
  },
};

async function round(
  state: CampaignState,
  { design, instance, runs, steps, seed, workers }: Options,
): Promise<CampaignState> {
  const rules = protocolRules.filter((rule) => rule.notApplicable?.[design] === undefined).map((rule) => rule.id);
  const jobs: WalkJob[] = [];
  let nextRun = state.nextRun;
  for (let worker = 0; worker < workers && nextRun < runs; worker++) {
    const part = Math.min(CHUNK, runs - nextRun);
    jobs.push({
      kind: 'walk',
      subject: { design },
      instance,
      rules,
      firstRun: nextRun,
      runs: part,
      steps,
      seed,
      fastCheck: false,
    });
    nextRun += part;
  }
  const outcomes = await runAll(jobs, workers, () => undefined);
  let { findings } = state;
  for (const { result } of outcomes)
    if (result.kind !== 'register') findings = mergeFindings(findings, result.findings);
  return { ...state, nextRun, findings };
}

function conclude({ findings, design }: CampaignState): number {
  let status = 0;
  for (const { rule, violation, witnesses } of findings) {
    const declared = protocolRules.find(({ id }) => id === rule)?.violatedOn.includes(design) ?? false;
    const found =
      violation === undefined
        ? witnesses === 0
          ? 'precondition never met'
          : 'not violated'
        : `violated in ${violation.length} steps`;
    if (violation !== undefined && !declared) {
      status = 1;
      process.stdout.write(`${rule} ${found}, which is not declared: ${JSON.stringify(violation)}\n`);
    } else process.stdout.write(`${rule} ${found}\n`);
  }
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
  });
  if (positionals.length > 0) throw new UsageError(`found "${positionals[0]}", expected options only`);
  return {
    design: oneOfValues('--design', values.design ?? 'contract', designNames),
    instance: oneOfValues('--instance', values.instance ?? instanceNames[0], instanceNames),
    runs: wholeNumber('--runs', values.runs, 100_000, 1),
    steps: wholeNumber('--steps', values.steps, 200, 1),
    seed: wholeNumber('--seed', values.seed, DEFAULT_SEED, 0),
    workers: wholeNumber('--workers', values.workers, availableParallelism(), 1),
    state: values.state,
  };
}
