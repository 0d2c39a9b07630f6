import { expect, test } from 'vitest';
import { matches, type RowFacts } from '../../src/reader/matrix-wanted.ts';

const row: RowFacts = {
  text: 'lbr-iso-1 no host record reaches a guest',
  chapter: 'isolation',
  level: 'must',
  boundary: true,
  lab: false,
  verdicts: { 'v6.12': 'violated', 'v7.3': 'violated', contract: 'holds' },
};

test.each([
  [{}, true],
  [{ q: 'host iso' }, true],
  [{ q: 'nmi' }, false],
  [{ chapter: 'isolation', level: 'must' }, true],
  [{ level: 'should' }, false],
  [{ violated: 'v7.3' }, true],
  [{ violated: 'contract' }, false],
  [{ from: 'v7.3', to: 'contract' }, true],
  [{ from: 'v6.12', to: 'v7.3' }, false],
  [{ from: 'v6.12' }, true],
  [{ boundary: 'on' }, true],
  [{ lab: 'on' }, false],
])('%j: %j', (wanted, shown) => {
  expect(matches(row, wanted)).toBe(shown);
});
