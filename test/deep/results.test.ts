import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelHash } from '../../src/node/model-hash.ts';
import { deepMissing, deepProblems, joinDeepWalks } from '../../src/spec/deep/join.ts';
import { deepWalks, WALK, WALK_CHUNK, type DeepWalkJob } from '../../src/spec/deep/plan.ts';
import type { DeepResults, DeepWalk } from '../../src/spec/deep/result.ts';
import { runDeepJob } from '../../src/spec/deep/run.ts';

const results = JSON.parse(readFileSync(new URL('../../deep/results.json', import.meta.url), 'utf8')) as DeepResults;
const clock = (): number => 0;
const quiet = (): void => undefined;

test('no rule is broken in the result that is checked in', () => {
  expect(results.format).toBe('lbr-deep/1');
  const broken = [...results.searches, ...results.walks].flatMap(({ rules }) =>
    rules.filter(({ verdict }) => verdict !== 'holds'),
  );
  expect(broken).toEqual([]);
  expect(results.permitted.flatMap((flip) => flip.broken)).toEqual([]);
});

test('says when the result is stale or not complete', () => {
  if (results.modelHash !== modelHash()) console.log(`deep/results.json of ${results.date} is of another model`);
  for (const name of deepMissing(results)) console.log(`deep/results.json has no ${name}`);
});

test('ten million runs are planned, in whole head starts', () => {
  expect(deepWalks.reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThanOrEqual(10_000_000);
  expect(WALK_CHUNK % WALK.runsPerHeadStart).toBe(0);
});

test('ranges of walks join to the whole', () => {
  const job: DeepWalkJob = { ...deepWalks[0], firstRun: 0, runs: 600 };
  const part = (firstRun: number, runs: number) => runDeepJob({ ...job, firstRun, runs }, quiet, clock) as DeepWalk;
  expect(joinDeepWalks(part(0, 200), part(200, 400))).toEqual(part(0, 600));
});

test('a broken rule, a bound, a rule without a test and a flip that breaks something are problems', () => {
  const rules = [{ rule: 'LBR-OWN-1', verdict: 'violated' as const, met: 1, steps: ['kvm.run vcpu=A'] }];
  const search = { design: 'contract', instance: 'x', title: '', seconds: 0, symmetry: '', transitions: 1, depth: 1 };
  const bad: DeepResults = {
    ...results,
    searches: [{ ...search, complete: false, states: 5, rules: [{ rule: 'LBR-OWN-2', verdict: 'holds', met: 0 }] }],
    walks: [],
    permitted: [{ flip: 'a=b', instances: 1, states: 1, complete: true, broken: ['LBR-OWN-3'], seconds: 0 }],
  };
  expect(deepProblems(bad)).toEqual([
    'x: bound reached at 5 states',
    'a=b is said to keep every rule and breaks LBR-OWN-3',
    'LBR-OWN-2: its precondition was met nowhere',
  ]);
  expect(deepProblems({ ...bad, searches: [{ ...search, complete: true, states: 1, rules }], permitted: [] })).toEqual([
    'LBR-OWN-1 on contract, x: violated; kvm.run vcpu=A',
  ]);
});
