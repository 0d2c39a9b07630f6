import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deepOptions } from '../../deep/options.ts';
import { DeepStore, readDeepShards } from '../../deep/store.ts';
import { deepFlips, deepSearches, deepWalks, WALK_CHUNK } from '../../src/spec/deep/plan.ts';
import type { DeepFlip, DeepSearch, DeepWalk } from '../../src/spec/deep/result.ts';
import { deepPart, joinDeepShards, type DeepShard } from '../../src/spec/deep/shard.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lbr-deep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a part leaves when it has come to its end. */
function finished(index: number, of: number): DeepShard {
  const part = deepPart(index, of);
  const title = '';
  return {
    format: 'lbr-deep-shard/1',
    date: `2026-11-0${index}`,
    commit: 'c0ffee',
    modelHash: 'hash',
    shard: { index, of },
    searches: part.searches.map(({ design, instance }): DeepSearch => ({
      design,
      instance,
      title,
      seconds: 1,
      rules: [],
      complete: true,
      states: 1,
      symmetry: '',
      transitions: 1,
      depth: 1,
    })),
    permitted: part.flips.map(({ flip }): DeepFlip => ({
      flip,
      instances: 1,
      states: 1,
      complete: true,
      broken: [],
      seconds: 1,
    })),
    walks: part.walks.map(({ design, instance, seed, runs }): DeepWalk => ({
      design,
      instance,
      title,
      seed,
      runs,
      seconds: 1,
      rules: [],
      steps: runs,
      stepsPerRun: 1,
      headStart: 1,
      runsPerHeadStart: 1,
      favourProcesses: 1,
    })),
  };
}

const shards = (of: number): DeepShard[] => Array.from({ length: of }, (_, place) => finished(place + 1, of));
const files = (list: readonly DeepShard[]) => new Map(list.map((shard, place) => [`${place}.json`, shard]));

test.each([1, 2, 3, 4, 7, 200])('%i parts are the plan, each piece once', (of) => {
  const parts = shards(of).map(({ shard }) => deepPart(shard.index, shard.of));
  expect(new Set(parts.flatMap(({ searches }) => searches))).toEqual(new Set(deepSearches));
  expect(parts.flatMap(({ searches }) => searches)).toHaveLength(deepSearches.length);
  expect(new Set(parts.flatMap(({ flips }) => flips))).toEqual(new Set(deepFlips));
  expect(parts.flatMap(({ flips }) => flips)).toHaveLength(deepFlips.length);
  for (const { instance, runs } of deepWalks) {
    let next = 0;
    for (const walk of parts.flatMap(({ walks }) => walks).filter((one) => one.instance === instance)) {
      expect(walk.firstRun).toBe(next);
      expect(walk.firstRun % WALK_CHUNK).toBe(0);
      next += walk.runs;
    }
    expect(next).toBe(runs);
  }
});

test('finished shards join to the whole, in whatever order they come', () => {
  const whole = joinDeepShards(files(shards(3).toReversed()));
  expect(whole.date).toBe('2026-11-03');
  expect(whole.searches.map(({ instance }) => instance)).toEqual(deepSearches.map(({ instance }) => instance));
  expect(whole.permitted.map(({ flip }) => flip)).toEqual(deepFlips.map(({ flip }) => flip));
  expect(whole.walks.map(({ runs }) => runs)).toEqual(deepWalks.map(({ runs }) => runs));
  expect(whole.walks.map(({ steps }) => steps)).toEqual(deepWalks.map(({ runs }) => runs));
});

test('a hole, a shard twice, another commit, another count and an open shard are refused by name', () => {
  const [first, second, third] = shards(3);
  expect(() => joinDeepShards(new Map())).toThrow('there are no shards');
  expect(() => joinDeepShards(files([first, third]))).toThrow('shard 2/3 is missing');
  expect(() => joinDeepShards(files([first, second, second, third]))).toThrow('2.json: shard 2/3 is there twice');
  expect(() => joinDeepShards(files([first, { ...second, commit: 'other' }, third]))).toThrow(
    '1.json: commit is other, and c0ffee in 0.json',
  );
  expect(() => joinDeepShards(files([first, { ...second, modelHash: 'other' }, third]))).toThrow('1.json: modelHash');
  expect(() => joinDeepShards(files([first, finished(2, 4), third]))).toThrow('1.json: one of 4 shards');
  const [walk, ...walks] = second.walks;
  const open = { ...second, walks: [{ ...walk, runs: walk.runs - WALK_CHUNK }, ...walks] };
  expect(() => joinDeepShards(files([first, open, third]))).toThrow(`1.json: not finished: ${walk.instance}: runs`);
  expect(() => joinDeepShards(files([first, { ...second, searches: [] }, third]))).toThrow('1.json: not finished');
});

test('a shard that was stopped goes on from its file, and from no other', () => {
  const file = path.join(folder, '1.json');
  const origin = { commit: 'c0ffee', modelHash: 'hash' };
  const shard = { index: 1, of: 3 };
  const { searches } = finished(1, 3);
  new DeepStore(file, origin, shard, () => true).save({ searches });
  expect(new DeepStore(file, origin, shard, () => true).found.searches).toEqual(searches);
  expect(new DeepStore(file, origin, shard, () => false).found.searches).toEqual([]);
  const open = (changed: object, at = shard) => new DeepStore(file, { ...origin, ...changed }, at, () => true);
  expect(() => open({ commit: 'other' })).toThrow(`${file}: commit is c0ffee, expected other`);
  expect(() => open({}, { index: 2, of: 3 })).toThrow(`${file}: is not shard 2/3`);
  expect(() => new DeepStore(file, origin, undefined, () => true)).toThrow(`${file}: is a shard`);
  expect([...readDeepShards(folder).keys()]).toEqual(['1.json']);
  writeFileSync(path.join(folder, '2.json'), '{"format":"lbr-deep/1"}');
  expect(() => readDeepShards(folder)).toThrow('2.json: found format "lbr-deep/1", expected "lbr-deep-shard/1"');
});

test('bad options are named', () => {
  expect(() => deepOptions(['--shard', '1/2'])).toThrow('--shard: expected --out FILE');
  expect(() => deepOptions(['--shard', '1/2', '--out', 'x', '--only', 'together'])).toThrow('--shard: goes neither');
  expect(() => deepOptions(['--only', 'nothing'])).toThrow('--only: found "nothing", expected one of together');
  expect(() => deepOptions(['--workers', '0'])).toThrow('--workers: found "0"');
  expect(() => deepOptions(['--what'])).toThrow("Unknown option '--what'");
});

test('the manifest and the workflow number as many parts as they say that there are', () => {
  const manifest = readFileSync('deep/indexed-job.yaml', 'utf8');
  const [, completions] = /completions: (\d+)/.exec(manifest) ?? [];
  expect(manifest).toMatch(new RegExp(`name: LBR_CONTRACT_SHARDS\\n\\s+value: '${completions}'`));
  expect(manifest).toContain('completionMode: Indexed');
  expect(manifest).toContain("args: ['--shard', 'env', '--out', '/claim/parts/$(JOB_COMPLETION_INDEX).json']");
  const workflow = readFileSync('.github/workflows/deep.yml', 'utf8');
  const [, of] = /LBR_CONTRACT_SHARDS: (\d+)/.exec(workflow) ?? [];
  const [, indices] = /index: \[(.*)\]/.exec(workflow) ?? [];
  expect(indices.split(', ').map(Number)).toEqual(Array.from({ length: Number(of) }, (_, index) => index));
  expect(workflow).toContain('--shard env --out parts/');
});
