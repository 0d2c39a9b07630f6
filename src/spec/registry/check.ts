import type { RuleText } from '../kit/rule.ts';
import { normalizeSentence, type Sha256 } from './sentence.ts';
import type { Registry, RegistryEntry } from './types.ts';

export type RegisteredRule = Pick<RuleText, 'id' | 'revision' | 'statement' | 'history'>;

const WRITE = 'run `npm run registry -- --write`';

/** What is wrong between the rules and the registry, one message per fault, each with the next thing to do. */
export function checkRegistry(registry: Registry, rules: readonly RegisteredRule[], sha256: Sha256): string[] {
  const known = new Map(registry.rules.map((entry) => [entry.id, entry]));
  const present = new Set<string>(rules.map((rule) => rule.id));
  return [
    ...repeated(registry.rules.map((entry) => entry.id)).map((id) => `${id}: twice in the registry`),
    ...repeated(rules.map((rule) => rule.id)).map(
      (id) => `${id}: two rules share the ID; give one the next free number`,
    ),
    ...registry.rules.flatMap((entry) => entryFaults(entry, present, known)),
    ...rules.flatMap((rule) => ruleFaults(rule, known.get(rule.id), sha256)),
  ];
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

function entryFaults(
  { id, state, retired, revisions }: RegistryEntry,
  present: ReadonlySet<string>,
  known: ReadonlyMap<string, RegistryEntry>,
): string[] {
  const faults: string[] = [];
  if (revisions.length === 0 || revisions.some(({ revision }, index) => revision !== index + 1)) {
    faults.push(`${id}: its revisions are not numbered 1, 2, 3, ...`);
  }
  if ((state === 'retired') !== (retired !== undefined)) {
    faults.push(`${id}: state "${state}" and "retired" do not agree; a retired rule has both, another neither`);
  }
  if (state === 'retired' && present.has(id)) {
    faults.push(`${id}: retired, and a chapter uses the ID again; take the next free number`);
  }
  if (state !== 'retired' && !present.has(id)) {
    faults.push(`${id}: in no chapter; a rule is retired in registry/rules.json, it does not disappear`);
  }
  for (const successor of retired?.replacedBy ?? []) {
    if (!known.has(successor)) faults.push(`${id}: replaced by ${successor}, which was never published`);
  }
  return faults;
}

function ruleFaults(rule: RegisteredRule, entry: RegistryEntry | undefined, sha256: Sha256): string[] {
  const { id, revision, statement } = rule;
  if (entry === undefined)
    return [`${id}: not in registry/rules.json; ${WRITE}`, ...historyFaults(rule, undefined, sha256)];
  if (entry.state === 'retired') return [];
  const faults = historyFaults(rule, entry, sha256);
  const last = entry.revisions.length;
  const sentence = sha256(normalizeSentence(statement));
  if (revision < last) faults.push(`${id}: revision ${revision}, but revision ${last} was published`);
  if (revision === last + 1) faults.push(`${id}: revision ${revision} is not recorded; ${WRITE}`);
  if (revision > last + 1) faults.push(`${id}: revision ${revision} follows ${last}; expected ${last + 1}`);
  if (revision === last && sentence !== entry.revisions[last - 1].sentence) {
    faults.push(
      entry.state === 'draft'
        ? `${id}: the sentence of the draft changed; ${WRITE}`
        : `${id}: the sentence changed; set revision ${last + 1} and add date, reason and the old sentence to history`,
    );
  }
  return faults;
}

/** Every revision after the first is in the rule's history, with date, reason and the sentence that it replaced. */
function historyFaults(rule: RegisteredRule, entry: RegistryEntry | undefined, sha256: Sha256): string[] {
  const { id, revision, history = [] } = rule;
  const faults: string[] = [];
  for (let number = 2; number <= revision; number++) {
    const change = history.find((candidate) => candidate.revision === number);
    const replaced = entry?.revisions[number - 2]?.sentence;
    if (change === undefined) {
      faults.push(`${id}: history lacks revision ${number}; add { revision, date, reason, before }`);
    } else if (!/^\d{4}-\d{2}-\d{2}$/.test(change.date) || change.reason.trim() === '' || change.before === undefined) {
      faults.push(`${id}: revision ${number} in history needs an ISO date, a reason and the sentence before`);
    } else if (replaced !== undefined && sha256(normalizeSentence(change.before)) !== replaced) {
      faults.push(`${id}: revision ${number} in history quotes another sentence than was published as ${number - 1}`);
    }
  }
  for (const change of history) {
    const published = entry?.revisions[change.revision - 1];
    if (published !== undefined && published.editorial !== change.editorial) {
      faults.push(
        `${id}: revision ${change.revision} is ${published.editorial ? 'editorial' : 'a change of meaning'} in the registry and not in history`,
      );
    }
    if (change.revision > revision) faults.push(`${id}: history has revision ${change.revision}, the rule ${revision}`);
  }
  return faults;
}
