import { createHash } from 'node:crypto';
import { ruleId } from '../../src/spec/kit/rule.ts';
import { recordRules, publishDrafts, type RecordedRule } from '../../src/spec/registry/record.ts';
import type { Registry } from '../../src/spec/registry/types.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const owner: RecordedRule & { title: string } = {
  id: ruleId('LBR-OWN-1'),
  chapter: 'ownership',
  revision: 1,
  title: 'One owner',
  statement: 'A pCPU must have at most one owner of its LBRs.',
};

export const second: RecordedRule & { title: string } = {
  ...owner,
  id: ruleId('LBR-OWN-2'),
  title: 'No owner in an NMI',
  statement: 'An NMI must not change the owner.',
};

export const empty: Registry = { format: 'lbr-registry/1', rules: [] };
export const recorded = recordRules(empty, [owner, second], '2026-01-01', sha256);
export const published = publishDrafts(recorded, '2026-01-01');

export const revised: typeof owner = {
  ...owner,
  revision: 2,
  statement: 'A pCPU must have exactly one owner of its LBRs.',
  history: [{ revision: 2, date: '2026-02-01', reason: '`perf` is the owner of last resort', before: owner.statement }],
};

export const retired: Registry = {
  ...published,
  rules: published.rules.map((entry) =>
    entry.id === second.id
      ? {
          ...entry,
          state: 'retired' as const,
          retired: {
            date: '2026-03-01',
            reason: 'covered by the first',
            replacedBy: [owner.id],
            title: second.title,
            statement: second.statement,
          },
        }
      : entry,
  ),
};
