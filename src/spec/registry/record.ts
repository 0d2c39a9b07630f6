import type { RegisteredRule } from './check.ts';
import { normalizeSentence, type Sha256 } from './sentence.ts';
import type { Registry, RegistryEntry } from './types.ts';

export type RecordedRule = RegisteredRule & { readonly chapter: string };

/**
 * The registry with new rules, new revisions and changed drafts entered under `date` (ISO). Published revisions and
 * retired rules stay as they are, so a stable sentence that changed without a new revision still fails the check.
 */
export function recordRules(
  registry: Registry,
  rules: readonly RecordedRule[],
  date: string,
  sha256: Sha256,
): Registry {
  const known = new Map(registry.rules.map((entry) => [entry.id, entry]));
  for (const rule of rules) known.set(rule.id, record(known.get(rule.id), rule, date, sha256));
  return { ...registry, rules: [...known.values()].toSorted(byId) };
}

function record(entry: RegistryEntry | undefined, rule: RecordedRule, date: string, sha256: Sha256): RegistryEntry {
  const { id, chapter, revision } = rule;
  const hash = (sentence: string): string => sha256(normalizeSentence(sentence));
  const editorial = rule.history?.find((change) => change.revision === revision)?.editorial;
  const recorded = { revision, date, sentence: hash(rule.statement), ...(editorial && { editorial }) };
  if (entry === undefined) {
    // A rule that was revised before it was first recorded: its history has the earlier sentences.
    const earlier = (rule.history ?? []).flatMap(({ revision: number, before }) =>
      before === undefined ? [] : [{ revision: number - 1, date, sentence: hash(before) }],
    );
    return { id, chapter, state: 'draft', revisions: [...earlier, recorded] };
  }
  const last = entry.revisions.length;
  if (entry.state === 'retired' || revision < last || revision > last + 1) return entry;
  if (revision === last + 1) return { ...entry, chapter, revisions: [...entry.revisions, recorded] };
  const same = entry.revisions[last - 1].sentence === recorded.sentence;
  if (entry.state === 'stable' || same) return { ...entry, chapter };
  return { ...entry, chapter, revisions: [...entry.revisions.slice(0, -1), recorded] };
}

/** The registry with every draft published on `date` (ISO): that is the date of the revision that is published. */
export function publishDrafts(registry: Registry, date: string): Registry {
  return {
    ...registry,
    rules: registry.rules.map((entry) => (entry.state === 'draft' ? publish(entry, date) : entry)),
  };
}

function publish(draft: RegistryEntry, date: string): RegistryEntry {
  const last = draft.revisions.length - 1;
  const revisions = draft.revisions.map((revision, index) => (index === last ? { ...revision, date } : revision));
  return { ...draft, state: 'stable', revisions };
}

/** By chapter code, then by number: `LBR-OWN-2` before `LBR-OWN-10`. */
function byId({ id: a }: RegistryEntry, { id: b }: RegistryEntry): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
