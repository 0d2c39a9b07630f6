import type { Registry } from './types.ts';

/** What `after` took away from or rewrote in an earlier version of the registry, one message per fault. */
export function lostFrom(before: Registry, after: Registry): string[] {
  const now = new Map(after.rules.map((entry) => [entry.id, entry]));
  return before.rules.flatMap((old) => {
    const entry = now.get(old.id);
    if (entry === undefined)
      return [`${old.id}: was published and is gone from registry/rules.json; put it back, retired`];
    if (old.state === 'retired' && entry.state !== 'retired') return [`${old.id}: was retired and is in use again`];
    if (old.state === 'draft') return [];
    if (entry.state === 'draft') return [`${old.id}: was published and is a draft again`];
    return old.revisions.flatMap(({ revision, sentence, editorial }) => {
      const published = entry.revisions[revision - 1];
      if (published?.sentence !== sentence)
        return [`${old.id}: revision ${revision} was published with another sentence`];
      if (published.editorial === editorial) return [];
      return [`${old.id}: revision ${revision} was published as ${editorial ? 'editorial' : 'a change of meaning'}`];
    });
  });
}
