import type { RuleIndexEntry, SiteData } from './types.ts';

/** The little that every page knows about every rule. */
export function ruleIndex(data: SiteData): Record<string, RuleIndexEntry> {
  return Object.fromEntries(
    data.rules.map(({ id, title, chapter, level, verdicts }) => [
      id,
      { title, chapter, level, violated: verdicts.filter(({ verdict }) => verdict === 'violated').length },
    ]),
  );
}
