import type { InTrace, TraceMarks } from '../../kit/rule.ts';

/** A rule that `check-trace` judges: what it says of itself in `inTrace`, with its name. */
export interface TraceRule extends TraceMarks {
  readonly id: string;
  readonly title: string;
}

/** What this looks at of a rule. */
interface Rule {
  readonly id: string;
  readonly title: string;
  readonly inTrace: InTrace;
}

/** The rules that leave marks in a trace, in the order given. */
export function traceRules(rules: readonly Rule[]): TraceRule[] {
  return rules.flatMap(({ id, title, inTrace }) => ('unseen' in inTrace ? [] : [{ id, title, ...inTrace }]));
}

/** Each reason why rules leave no mark, with their IDs. */
export function unseenRules(rules: readonly Rule[]): { readonly reason: string; readonly rules: readonly string[] }[] {
  const byReason = new Map<string, string[]>();
  for (const { id, inTrace } of rules) {
    if ('unseen' in inTrace) byReason.set(inTrace.unseen, [...(byReason.get(inTrace.unseen) ?? []), id]);
  }
  return [...byReason].map(([reason, ids]) => ({ reason, rules: ids }));
}
