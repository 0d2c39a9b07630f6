import { expect, test } from 'vitest';
import { lint } from '../../src/cli/lint/lint.ts';
import { lostFrom } from '../../src/spec/registry/append-only.ts';
import { changeLog } from '../../src/spec/registry/change-log.ts';
import { checkRegistry } from '../../src/spec/registry/check.ts';
import { recordRules } from '../../src/spec/registry/record.ts';
import { owner, published, second, sha256 } from './fixture.ts';

const before = owner.statement;
const reworded = {
  ...owner,
  revision: 2,
  statement: 'At most one owner of the LBRs must exist on a pCPU.',
  history: [{ revision: 2, date: '2026-11-28', reason: 'plainer', before, editorial: true as const }],
};
const registry = recordRules(published, [reworded, second], '2026-11-28', sha256);

test('the registry knows an editorial revision as such', () => {
  expect(registry.rules[0]?.revisions[1]).toMatchObject({ revision: 2, editorial: true });
  expect(checkRegistry(registry, [reworded, second], sha256)).toEqual([]);
});

test('a published editorial revision does not become a change of meaning, nor the other way round', () => {
  const [change] = reworded.history;
  const { editorial: _, ...revised } = change;
  const faults = checkRegistry(registry, [{ ...reworded, history: [revised] }, second], sha256);
  expect(faults).toEqual([expect.stringContaining('editorial in the registry and not in history')]);
  const meaning = recordRules(published, [{ ...reworded, history: [revised] }, second], '2026-11-28', sha256);
  expect(lostFrom(registry, meaning)).toEqual([expect.stringContaining('was published as editorial')]);
});

test('the change log says that only the wording changed', () => {
  const kinds = changeLog(registry, [reworded, second]).map(({ id, kind, revision }) => `${id} r${revision} ${kind}`);
  expect(kinds).toContain('LBR-OWN-1 r2 reworded');
});

test('a citation of the revision before an editorial one is not outdated, one before a change of meaning is', () => {
  const rule = { id: 'LBR-OWN-1', revision: 3, since: 2 };
  expect(lint('Contract: LBR-OWN-1 r2\n', [rule]).findings).toEqual([]);
  expect(lint('Contract: LBR-OWN-1 r1\n', [rule]).findings).toMatchObject([{ kind: 'outdated' }]);
});
