import { expect, test } from 'vitest';
import { ruleId } from '../../src/spec/kit/rule.ts';
import { checkRegistry } from '../../src/spec/registry/check.ts';
import { publishDrafts, recordRules } from '../../src/spec/registry/record.ts';
import { empty, owner, published, recorded, retired, revised, second, sha256 } from './fixture.ts';

const check = (registry: typeof published, ...rules: (typeof owner)[]): string[] =>
  checkRegistry(registry, rules, sha256);

test('a rule that is not recorded is a fault, and recording it mends it', () => {
  expect(check(empty, owner)).toEqual([expect.stringContaining('LBR-OWN-1: not in registry/rules.json')]);
  expect(check(recorded, owner, second)).toEqual([]);
});

test('an ID does not disappear', () => {
  expect(check(published, owner)).toEqual([expect.stringContaining('LBR-OWN-2: in no chapter')]);
  expect(check(retired, owner)).toEqual([]);
});

test('an ID is not reused', () => {
  expect(check(retired, owner, second)).toEqual([expect.stringContaining('LBR-OWN-2: retired, and a chapter uses')]);
  expect(check(published, owner, second, { ...second, statement: owner.statement })).toContainEqual(
    expect.stringContaining('LBR-OWN-2: two rules share the ID'),
  );
});

test('a changed sentence of a published rule needs a new revision', () => {
  const edited = { ...owner, statement: revised.statement };
  expect(check(published, edited, second)).toEqual([
    expect.stringContaining('LBR-OWN-1: the sentence changed; set revision 2'),
  ]);
  // Writing the registry does not make it go away.
  const written = recordRules(published, [edited, second], '2026-02-01', sha256);
  expect(check(written, edited, second)).toHaveLength(1);
});

test('white space and code marks are no change of the sentence', () => {
  const reflowed = { ...owner, statement: 'A  `pCPU` must have at most\none owner of its LBRs. ' };
  expect(check(published, reflowed, second)).toEqual([]);
});

test('a new revision needs date, reason and the sentence it replaced', () => {
  const written = recordRules(published, [revised, second], '2026-02-01', sha256);
  expect(check(published, revised, second)).toEqual([expect.stringContaining('revision 2 is not recorded')]);
  expect(check(written, revised, second)).toEqual([]);
  expect(check(written, { ...revised, history: [] }, second)).toEqual([
    expect.stringContaining('history lacks revision 2'),
  ]);
  const [change] = revised.history ?? [];
  for (const wrong of [{ date: 'yesterday' }, { reason: ' ' }]) {
    expect(check(written, { ...revised, history: [{ ...change, ...wrong }] }, second)).toHaveLength(1);
  }
  const misquoted = { ...revised, history: [{ ...change, before: 'Something else.' }] };
  expect(check(written, misquoted, second)).toEqual([expect.stringContaining('quotes another sentence')]);
});

test('a revision neither skips nor goes back', () => {
  expect(check(published, { ...revised, revision: 3 }, second)).toContainEqual(expect.stringContaining('expected 2'));
  const written = recordRules(published, [revised, second], '2026-02-01', sha256);
  expect(check(written, owner, second)).toContainEqual(expect.stringContaining('revision 2 was published'));
});

test('a draft may change, once it is recorded', () => {
  const edited = { ...owner, statement: revised.statement };
  expect(check(recorded, edited, second)).toEqual([expect.stringContaining('the sentence of the draft changed')]);
  expect(check(recordRules(recorded, [edited, second], '2026-01-02', sha256), edited, second)).toEqual([]);
});

test('a retired rule names published successors', () => {
  const broken = structuredClone(retired) as { rules: { retired?: { replacedBy: string[] } }[] } & typeof retired;
  broken.rules[1].retired?.replacedBy.push(ruleId('LBR-OWN-9'));
  expect(check(broken, owner)).toEqual([expect.stringContaining('replaced by LBR-OWN-9, which was never published')]);
});

test('a draft is dated anew when it is published, and what was published before is not', () => {
  const later = publishDrafts(recorded, '2026-03-01');
  expect(later.rules.map(({ state, revisions }) => [state, revisions.at(-1)?.date])).toEqual([
    ['stable', '2026-03-01'],
    ['stable', '2026-03-01'],
  ]);
  expect(publishDrafts(later, '2026-04-01')).toEqual(later);
});
