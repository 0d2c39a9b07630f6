import { expect, test } from 'vitest';
import { changeLogAtom } from '../../src/spec/registry/atom.ts';
import { changeLog } from '../../src/spec/registry/change-log.ts';
import { recordRules } from '../../src/spec/registry/record.ts';
import { elementsOf } from '../report/well-formed.ts';
import { owner, published, retired, revised, second, sha256 } from './fixture.ts';

const registry = recordRules(retired, [revised], '2026-02-01', sha256);
const changes = changeLog(registry, [revised]);

test('lists each change of each rule with both sentences, the newest first', () => {
  expect(changes).toMatchObject([
    { id: 'LBR-OWN-2', kind: 'retired', date: '2026-03-01', before: second.statement, replacedBy: ['LBR-OWN-1'] },
    { id: 'LBR-OWN-1', kind: 'revised', revision: 2, before: owner.statement, after: revised.statement },
    { id: 'LBR-OWN-1', kind: 'new', revision: 1, after: owner.statement },
  ]);
});

test('a rule that never changed has one entry', () => {
  expect(changeLog(published, [owner, second]).map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    'LBR-OWN-1 new',
    'LBR-OWN-2 new',
  ]);
});

test('of one day, a revision comes before rules that are new', () => {
  const sameDay = recordRules(
    published,
    [owner, { ...second, statement: 'Another sentence.', revision: 2 }],
    published.rules[0].revisions[0].date,
    sha256,
  );
  const changed = {
    ...second,
    revision: 2,
    history: [{ revision: 2, date: sameDay.rules[0].revisions[0].date, reason: 'clearer', before: second.statement }],
  };
  expect(changeLog(sameDay, [owner, changed]).map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    'LBR-OWN-2 revised',
    'LBR-OWN-1 new',
    'LBR-OWN-2 new',
  ]);
});

test('the feed is well-formed, with one entry per change and IDs that never repeat', () => {
  const feed = changeLogAtom(changes, 'https://lbr.example/');
  expect(elementsOf(feed).filter((name) => name === 'entry')).toHaveLength(changes.length);
  const ids = [...feed.matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(changes.length + 1);
  expect(feed).toContain('<updated>2026-03-01T00:00:00Z</updated>');
  expect(feed).toContain('Before: A pCPU must have at most one owner of its LBRs.');
});

test('the IDs of the feed do not depend on where the site is, and without an address there is none in it', () => {
  const idsOf = (feed: string): string[] => [...feed.matchAll(/<id>([^<]*)<\/id>/g)].map(([, id = '']) => id);
  const somewhere = idsOf(changeLogAtom(changes, 'https://lbr.example/'));
  const feed = changeLogAtom(changes, undefined);
  expect(idsOf(feed)).toEqual(somewhere);
  for (const id of somewhere) expect(id).toMatch(/^tag:/);
  expect(feed.replace('http://www.w3.org/2005/Atom', '')).not.toContain('http');
});
