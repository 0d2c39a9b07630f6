import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { designNamed } from '../../spec/designs/index.ts';
import type { Mutant } from '../../spec/designs/mutant.ts';
import { mutants } from '../../spec/designs/mutants.ts';
import { report } from '../../spec/report/index.ts';
import type { VerdictFile } from '../../spec/verify/verdict-file.ts';
import { mutantEntries, verdictEntries, type JobOutcome } from '../../spec/verify/assemble.ts';
import { declarationFaults } from '../../spec/verify/declarations.ts';
import type { Job } from '../../spec/verify/job.ts';
import { killersOf, killLines, unkilled } from '../../spec/verify/killers.ts';
import { allRules, type LbrRule } from '../../spec/rules/index.ts';
import { planJobs } from '../../spec/verify/plan.ts';
import { problemsOf } from '../../spec/verify/problems.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { treeState } from '../../node/git.ts';
import { checkWritable, writeWhole } from '../../node/files.ts';
import { modelHash } from '../../node/model-hash.ts';
import { saveCounterexamples } from '../verify/counterexamples.ts';
import { DEFAULT_RUNS, DEFAULT_SEED, verifyOptions, type VerifyOptions } from '../verify/options.ts';
import { progressLine } from '../verify/progress.ts';
import { readShards } from '../verify/read-shards.ts';
import { runAll } from '../verify/run-all.ts';
import { joinShards, shardOf, type ShardFile } from '../verify/shard.ts';
import { version } from '../version.ts';

/** `lbr-contract verify` */
export const verify: Command = {
  name: 'verify',
  summary: 'run every rule on every design and compare with what is declared',
  usage: `
usage: lbr-contract verify [--rule ID]... [--design NAME]... [--runs N] [--seed S] [--reporter NAME] [--out FILE]

Runs the properties of the rules on the designs. Exit status 0 if all verdicts are as declared, 1 if not, 2 for bad
usage. Progress goes to the terminal; nothing is printed but the report where there is none.

  --rule ID         only this rule, and the mutants that it names; may be repeated
  --design NAME     only this design; may be repeated
  --runs N          random walks per instance, and generated cases per register rule (${DEFAULT_RUNS})
  --seed S          seed of both (${DEFAULT_SEED})
  --max-states N    bound of each search
  --no-mutants      leave the kill table out, or the mutants of --rule
  --workers N       threads (one per core)
  --reporter NAME   pretty, json, ktap, junit, sarif, csv
  --no-xfail        with ktap: a declared violation fails, and with it the run
  --out FILE        write the report there instead of to standard output (pretty: JSON there, pretty here)
  --shard i/n       run the i-th of n parts and write its outcomes to the --out file; env takes the part from
                    JOB_COMPLETION_INDEX, which counts from 0, and LBR_CONTRACT_SHARDS
  --merge DIR       join the shards in a folder instead of running; the options must be those of the shards
  --save-counterexamples DIR   write every counterexample as a scenario into a folder
`,
  async run(args) {
    const options = verifyOptions(args, availableParallelism());
    const { rules, designs, seed, runs, maxStates } = options;
    const killers = options.killers ? killersNamed(rules) : [];
    const jobs = planJobs({ rules, designs, mutants: options.mutants ? mutants : killers, seed, runs, maxStates });
    if (options.out !== undefined) checkWritable(options.out);
    if (options.shard !== undefined) return runShard(jobs, options);
    const outcomes = options.merge === undefined ? await runHere(jobs, options) : mergedFrom(options.merge, jobs);
    const file = verdictFile(outcomes, options);
    writeReport(file, options);
    if (options.saveCounterexamples !== undefined) saveCounterexamples(file, options.saveCounterexamples);
    const kills = mutantEntries(killers, rules, file.verdicts, outcomes, seed);
    if (options.killers) for (const line of killLines(rules, kills)) process.stderr.write(`${line}\n`);
    const problems = [
      ...declarationFaults(options.designs.map(designNamed), allRules),
      ...problemsOf(file.verdicts, file.mutants),
      ...(options.killers ? unkilled(rules, kills) : []),
    ];
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    const red = !options.xfail && file.verdicts.some(({ verdict }) => verdict === 'violated');
    return problems.length === 0 && !red ? 0 : 1;
  },
};

/** Each mutant once that a rule names. Throws a UsageError for a name that is none. */
function killersNamed(rules: readonly LbrRule[]): Mutant[] {
  try {
    return [...new Map(rules.flatMap(killersOf).map((mutant) => [`${mutant.world} ${mutant.name}`, mutant])).values()];
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

async function runHere(jobs: readonly Job[], { workers }: VerifyOptions): Promise<JobOutcome[]> {
  const progress = progressLine();
  try {
    return await runAll(jobs, workers, progress.onDone);
  } finally {
    progress.end();
  }
}

async function runShard(jobs: readonly Job[], options: VerifyOptions): Promise<number> {
  const { shard, out } = options;
  if (shard === undefined || out === undefined) throw new UsageError('--shard: expected --out FILE for the outcomes');
  const part = shardOf(jobs, shard.index, shard.of);
  const outcomes = await runHere(
    part.map(({ job }) => job),
    options,
  );
  const file: ShardFile = {
    format: 'lbr-shard/1',
    version,
    ...treeState(),
    modelHash: modelHash(),
    seed: options.seed,
    shard,
    plan: hashOf(jobs),
    outcomes: outcomes.map(({ result }, index) => ({ index: part[index].index, result })),
  };
  writeWhole(out, `${JSON.stringify(file)}\n`);
  return 0;
}

function mergedFrom(folder: string, jobs: readonly Job[]): JobOutcome[] {
  const files = readShards(folder);
  try {
    const outcomes = joinShards(jobs, hashOf(jobs), files);
    const stale = [...files].find(([, file]) => file.modelHash !== modelHash());
    if (stale !== undefined) throw new RangeError(`${stale[0]}: of another model than this tree`);
    return outcomes;
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`--merge ${folder}: ${error.message}`) : error;
  }
}

const hashOf = (jobs: readonly Job[]): string => createHash('sha256').update(JSON.stringify(jobs)).digest('hex');

function verdictFile(outcomes: readonly JobOutcome[], options: VerifyOptions): VerdictFile {
  const { rules, designs, seed } = options;
  const verdicts = verdictEntries(rules, designs, outcomes, seed);
  return {
    format: 'lbr-verdicts/1',
    version,
    ...treeState(),
    modelHash: modelHash(),
    date: new Date().toISOString(),
    seed,
    complete: options.mutants,
    designs,
    verdicts,
    mutants: mutantEntries(options.mutants ? mutants : [], rules, verdicts, outcomes, seed),
  };
}

/** A report goes to its file whole or not at all. */
function writeReport(file: VerdictFile, { reporter, out, xfail }: VerifyOptions): void {
  if (out === undefined) {
    process.stdout.write(report(file, reporter, { xfail }));
    return;
  }
  writeWhole(out, report(file, reporter === 'pretty' ? 'json' : reporter, { xfail }));
  if (reporter === 'pretty') process.stdout.write(report(file, 'pretty'));
}
