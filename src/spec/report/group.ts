import type { VerdictEntry } from '../verify/verdict-file.ts';

/** The entries of each rule, in the order in which the rules first appear. */
export function byRule(entries: readonly VerdictEntry[]): ReadonlyMap<string, readonly VerdictEntry[]> {
  const groups = new Map<string, VerdictEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.rule);
    if (group) group.push(entry);
    else groups.set(entry.rule, [entry]);
  }
  return groups;
}
