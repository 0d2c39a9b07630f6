import { expect, test } from 'vitest';
import { ownerStates } from '../../src/site-data/owner-states.ts';
import { arrowOf, HEIGHT, WIDTH } from '../../src/components/diagram/owner-layout.ts';

const contract = ownerStates('contract');

test('under the contract there is one owner, and a pinned host event takes the LBRs from a guest', () => {
  expect(contract.reachable).not.toContain('both');
  const taken = contract.changes.find(({ from, to }) => from === 'guest' && to === 'host');
  expect(taken?.causes.map(({ action }) => action)).toContain('perf.open');
  expect(contract.states).toBeGreaterThan(10_000);
});

test('each cause has words that name its example', () => {
  for (const { causes } of contract.changes)
    for (const { action, words } of causes) expect(words, action).not.toMatch(/undefined|^\s|\s$/);
});

test('an unknown design is an error that names it', () => {
  expect(() => ownerStates('v0.1')).toThrow('"v0.1"');
});

test('every arrow and every label lies within the drawing', () => {
  const owners = ['nobody', 'host', 'guest', 'both'] as const;
  const causes = [{ action: 'kvm.serve_requests', words: '' }];
  for (const from of owners) {
    for (const to of owners.filter((one) => one !== from || one === 'guest')) {
      const { path, label } = arrowOf({ from, to, causes });
      const [x = 0, y = 0] = [label.x, label.y];
      expect(path).not.toContain('NaN');
      expect(x > 0 && x < WIDTH && y > 0 && y < HEIGHT, `${from} to ${to}`).toBe(true);
    }
  }
});
