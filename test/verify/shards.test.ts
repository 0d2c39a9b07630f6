import { expect, test } from 'vitest';
import { joinShards, shardOf, type ShardFile } from '../../src/cli/verify/shard.ts';
import type { Job } from '../../src/spec/verify/job.ts';

const jobs = Array.from({ length: 7 }, (_, n): Job => ({
  kind: 'register',
  subject: { design: 'contract' },
  rules: [`${n}`],
  runs: 1,
  seed: 1,
}));

const shard = (index: number, of: number, changes: Partial<ShardFile> = {}): ShardFile => ({
  format: 'lbr-shard/1',
  version: '1',
  commit: 'c',
  dirty: false,
  modelHash: 'm',
  seed: 1,
  shard: { index, of },
  plan: 'p',
  outcomes: shardOf(jobs, index, of).map(({ index: place, job }) => ({
    index: place,
    result: { kind: 'register', judgements: { [job.kind === 'register' ? job.rules[0] : '']: { verdict: 'holds' } } },
  })),
  ...changes,
});

const filesOf = (...shards: ShardFile[]) => new Map(shards.map((file, n) => [`${n}.json`, file]));

test('shards have every job once, and join in the order of the plan', () => {
  const joined = joinShards(jobs, 'p', filesOf(shard(2, 3), shard(1, 3), shard(3, 3)));
  expect(joined.map(({ result }) => result.kind === 'register' && Object.keys(result.judgements)[0])).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
  ]);
});

test.each([
  ['a missing shard', filesOf(shard(1, 3), shard(3, 3)), 'shard 2/3 is missing'],
  ['a shard that is there twice', filesOf(shard(1, 2), shard(2, 2), shard(1, 2)), 'there twice'],
  ['another commit', filesOf(shard(1, 2), shard(2, 2, { commit: 'd' })), 'commit is d, and c'],
  ['another model', filesOf(shard(1, 2), shard(2, 2, { modelHash: 'n' })), 'modelHash is n, and m'],
  ['another number of shards', filesOf(shard(1, 2), shard(2, 3)), 'one of 3 shards'],
  ['another plan', filesOf(shard(1, 2, { plan: 'q' }), shard(2, 2, { plan: 'q' })), 'other options'],
])('refuses %s', (_name, files, message) => {
  expect(() => joinShards(jobs, 'p', files)).toThrow(message);
});
