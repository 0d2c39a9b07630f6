import type { JobOutcome } from '../../spec/verify/assemble.ts';
import type { Job } from '../../spec/verify/job.ts';

/** What `verify --shard i/n --out FILE` writes: the outcomes of its part, and what they belong to. */
export interface ShardFile {
  readonly format: 'lbr-shard/1';
  readonly version: string;
  readonly commit: string;
  readonly dirty: boolean;
  readonly modelHash: string;
  readonly seed: number;
  readonly shard: { readonly index: number; readonly of: number };
  /** SHA-256 of the whole plan, so that shards of different options do not mix. */
  readonly plan: string;
  /** Index of each outcome in the plan. */
  readonly outcomes: readonly { readonly index: number; readonly result: JobOutcome['result'] }[];
}

/** The jobs of one shard: every n-th one, so that each shard has some of everything. */
export function shardOf(
  jobs: readonly Job[],
  index: number,
  of: number,
): { readonly index: number; readonly job: Job }[] {
  return jobs.map((job, place) => ({ index: place, job })).filter(({ index: place }) => place % of === index - 1);
}

/**
 * The outcomes of all shards in the order of the plan. Throws a RangeError where shards differ in what they were run
 * on, where one is there twice, and where one is missing.
 */
export function joinShards(jobs: readonly Job[], plan: string, files: ReadonlyMap<string, ShardFile>): JobOutcome[] {
  const first = [...files.entries()][0];
  if (first === undefined) throw new RangeError('there are no shards');
  const results = new Map<number, JobOutcome['result']>();
  for (const [name, file] of files) {
    for (const key of ['version', 'commit', 'modelHash', 'seed', 'plan'] as const) {
      if (file[key] !== first[1][key]) {
        throw new RangeError(
          `${name}: ${key} is ${file[key]}, and ${first[1][key]} in ${first[0]}; shards of different runs do not join`,
        );
      }
    }
    if (file.plan !== plan) throw new RangeError(`${name}: run with other options or another version of the rules`);
    if (file.shard.of !== first[1].shard.of)
      throw new RangeError(`${name}: one of ${file.shard.of} shards, ${first[0]} one of ${first[1].shard.of}`);
    for (const { index, result } of file.outcomes) {
      if (index < 0 || index >= jobs.length || index % file.shard.of !== file.shard.index - 1) {
        throw new RangeError(`${name}: has job ${index}, which is none of shard ${file.shard.index}/${file.shard.of}`);
      }
      if (results.has(index))
        throw new RangeError(`${name}: shard ${file.shard.index}/${file.shard.of} is there twice`);
      results.set(index, result);
    }
  }
  const missing = jobs.findIndex((_, index) => !results.has(index));
  if (missing >= 0) {
    const of = first[1].shard.of;
    throw new RangeError(`shard ${(missing % of) + 1}/${of} is missing`);
  }
  return jobs.map((job, index): JobOutcome => {
    const result = results.get(index);
    if (result === undefined) throw new RangeError(`job ${index} has no result`);
    return { job, result };
  });
}
