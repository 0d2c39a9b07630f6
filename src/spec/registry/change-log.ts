import type { RuleText } from '../kit/rule.ts';
import type { Registry, RegistryEntry } from './types.ts';

/** One change of one rule, as the change log and the feed show it. */
export interface RuleChange {
  readonly id: string;
  /** `reworded`: an editorial revision, with the meaning of the one before. */
  readonly kind: 'new' | 'revised' | 'reworded' | 'retired';
  readonly revision: number;
  /** ISO date. */
  readonly date: string;
  readonly title: string;
  readonly reason: string;
  /** The sentence before; missing for a new rule. */
  readonly before?: string;
  /** The sentence after; missing for a retired rule. */
  readonly after?: string;
  readonly replacedBy?: readonly string[];
}

type ChangingRule = Pick<RuleText, 'id' | 'revision' | 'title' | 'statement' | 'history'>;

/** Every change there ever was, the newest first; of one day, changes of what is known come before what is new. */
export function changeLog(registry: Registry, rules: readonly ChangingRule[]): RuleChange[] {
  const byId = new Map<string, ChangingRule>(rules.map((rule) => [rule.id, rule]));
  return registry.rules
    .flatMap((entry) => changesOf(entry, byId.get(entry.id)))
    .toSorted(
      (a, b) =>
        b.date.localeCompare(a.date) ||
        Number(a.kind === 'new') - Number(b.kind === 'new') ||
        a.id.localeCompare(b.id, 'en', { numeric: true }) ||
        b.revision - a.revision,
    );
}

function changesOf(entry: RegistryEntry, rule: ChangingRule | undefined): RuleChange[] {
  const { id, retired, revisions } = entry;
  if (retired !== undefined) {
    const { date, reason, replacedBy, title, statement } = retired;
    return [{ id, kind: 'retired', revision: revisions.length, date, title, reason, before: statement, replacedBy }];
  }
  if (rule === undefined) return [];
  const { title, history = [] } = rule;
  // The sentence of revision n is what revision n + 1 replaced, or the one of today.
  const sentence = (revision: number): string =>
    history.find((change) => change.revision === revision + 1)?.before ?? rule.statement;
  const first: RuleChange = {
    id,
    kind: 'new',
    revision: 1,
    date: revisions[0].date,
    title,
    reason: 'first published',
    after: sentence(1),
  };
  const revised = history.map(({ revision, date, reason, before, editorial }): RuleChange => ({
    id,
    kind: editorial ? 'reworded' : 'revised',
    revision,
    date,
    title,
    reason,
    ...(before !== undefined && { before }),
    after: sentence(revision),
  }));
  return [first, ...revised];
}
