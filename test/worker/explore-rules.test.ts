import { expect, test } from 'vitest';
import { exploreRules } from '../../src/worker/explore-rules.ts';
import type { ExploreRequest, VerdictAnswer } from '../../src/worker/messages.ts';

const request: ExploreRequest = {
  kind: 'explore',
  design: 'contract',
  switches: {},
  rules: ['LBR-OWN-1'],
  instances: ['pinned'],
  maxStates: 200_000,
  runs: 200,
  seed: 1,
};

function verdictsOf(asked: Partial<ExploreRequest>): VerdictAnswer[] {
  return [...exploreRules({ ...request, ...asked }, {})].filter((answer) => answer.kind === 'verdict');
}

test('a harmless flip holds, within the bound that was asked for', () => {
  const [found] = verdictsOf({ switches: { lazyRelease: 'never' } });
  expect(found).toMatchObject({ rule: 'LBR-OWN-1', verdict: 'holds' });
});

test('a harmless flip holds on an instance with more states than the search of a mutant visits', () => {
  const [found] = verdictsOf({ switches: { lazyRelease: 'never' }, instances: ['two-events'] });
  expect(found).toMatchObject({ verdict: 'holds' });
  expect(Number(/all ([\d,]+) states/.exec(found?.summary ?? '')?.[1]?.replaceAll(',', ''))).toBeGreaterThan(8_000);
});

test('a bound that is too small says so, with the number of states that were searched', () => {
  const [found] = verdictsOf({ switches: { lazyRelease: 'never' }, maxStates: 50 });
  expect(found).toMatchObject({ verdict: 'not-established' });
  expect(found?.summary).toMatch(/^searched 50 states of 1 instance, stopped at the bound/);
});

test('a harmful flip is violated, with its run', () => {
  const [found] = verdictsOf({ switches: { debugctlSnapshot: 'vcpu-load' }, rules: ['LBR-DBG-1'], instances: [] });
  expect(found).toMatchObject({ verdict: 'violated' });
  expect(found?.counterexample?.steps.length).toBeGreaterThan(0);
});
