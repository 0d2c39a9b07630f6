import { expect, test } from 'vitest';
import { lostFrom } from '../../src/spec/registry/append-only.ts';
import { recordRules } from '../../src/spec/registry/record.ts';
import { empty, owner, published, recorded, retired, revised, second, sha256 } from './fixture.ts';

test('growing, publishing, revising and retiring lose nothing', () => {
  const withRevision = recordRules(published, [revised, second], '2026-02-01', sha256);
  const steps = [
    [empty, recorded],
    [recorded, published],
    [published, withRevision],
    [published, retired],
  ];
  for (const [before, after] of steps) expect(lostFrom(before, after)).toEqual([]);
});

test('an entry that is gone is noticed, a draft included', () => {
  expect(lostFrom(recorded, { ...recorded, rules: recorded.rules.slice(1) })).toHaveLength(1);
});

test('a retired rule does not come back', () => {
  expect(lostFrom(retired, published)).toEqual([expect.stringContaining('was retired and is in use again')]);
});

test('a published revision is not rewritten', () => {
  const rewritten = recordRules(empty, [{ ...owner, statement: revised.statement }, second], '2026-01-01', sha256);
  expect(
    lostFrom(published, { ...rewritten, rules: rewritten.rules.map((rule) => ({ ...rule, state: 'stable' })) }),
  ).toEqual([expect.stringContaining('LBR-OWN-1: revision 1 was published with another sentence')]);
  expect(lostFrom(recorded, rewritten)).toEqual([]);
});
