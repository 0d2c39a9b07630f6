export interface SearchEntry {
  /** Below the root of the site, without a leading slash. */
  readonly path: string;
  readonly title: string;
  readonly note: string;
  /** Everything by which the entry is found, in lower case: ID, MSR names and indices, functions, commits. */
  readonly keys?: readonly string[];
  /** Keys that stand in the reasons and sources only: they find the entry after others. */
  readonly more?: readonly string[];
}

/**
 * Entries with a key that is the query, then those with a key that begins with it, then those that contain it; among
 * equals those first that have it in their title or sentence. A commit is found by any hash of at least seven digits.
 */
export function findExact(entries: readonly SearchEntry[], query: string): SearchEntry[] {
  const wanted = query.toLowerCase().replace(/\(\)$/, '');
  const ranked = entries.flatMap((entry) => {
    const ranks = [
      ...(entry.keys ?? []).map((key) => rank(key, wanted)),
      ...(entry.more ?? []).map((key) => later(rank(key, wanted))),
    ].filter((one) => one >= 0);
    const inTitle = entry.title.toLowerCase().includes(wanted) ? 0 : 0.5;
    return ranks.length === 0 ? [] : [{ entry, rank: Math.min(...ranks) + inTitle }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

const later = (one: number): number => (one < 0 ? one : one + 0.25);

function rank(key: string, wanted: string): number {
  if (key === wanted) return 0;
  if (key.startsWith(wanted)) return 1;
  // The site keeps twelve digits of a hash; a reader may have all forty.
  if (/^[0-9a-f]{12}$/.test(key) && wanted.startsWith(key)) return 0;
  if (wanted.length >= 3 && key.includes(wanted)) return 2;
  return -1;
}
