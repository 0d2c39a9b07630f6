import { editDistance } from '../../kit/nearest.ts';

export interface SearchEntry {
  /** Below the root of the site, without a leading slash. */
  readonly path: string;
  readonly title: string;
  readonly note: string;
  /** Everything by which the entry is found, in lower case: ID, MSR names and indices, functions, commits. */
  readonly keys?: readonly string[];
  /** Keys that stand in the reasons and sources only: they find the entry after others. */
  readonly more?: readonly string[];
  /** Paths of the entries that answer what this one asks, the best first; none where it is outside the contract. */
  readonly answers?: readonly string[];
}

interface Found {
  readonly entries: readonly SearchEntry[];
  /** The query for which they were found, where the reader's own found nothing: a typo is mended. */
  readonly corrected?: string;
}

/**
 * Rules before what explains them, before chapters, designs, bugs and mutants; within each kind, what answers a message
 * that the query is or quotes, then keys that are the query, begin with it, stand in it or contain it. What is named
 * exactly comes first of all. A commit is found by any hash of at least seven digits.
 */
export function findEntries(entries: readonly SearchEntry[], query: string): Found {
  const wanted = normal(query);
  if (wanted === '') return { entries: [] };
  const found = ranked(entries, wanted);
  if (found.length > 0) return { entries: found };
  const corrected = correct(entries, wanted);
  return corrected === undefined ? { entries: [] } : { entries: ranked(entries, corrected), corrected };
}

/** Kinds of pages in the order in which a search lists them. */
const KINDS = [/^r\//, /^messages\//, /^contract\//, /^(?!designs\/|museum\/|mutants\/)/, /^designs\//, /^museum\//];

/** Where the page of a path stands among the kinds; what the index of the whole text finds is sorted by it, too. */
function kindOf(path: string): number {
  const kind = KINDS.findIndex((pattern) => pattern.test(path));
  return kind < 0 ? KINDS.length : kind;
}

/** What says that a subject is outside the contract comes before rules that have some of its words. */
const rankOf = ({ path, answers }: SearchEntry): number => (answers?.length === 0 ? -1 : kindOf(path));

const EXACT = 0.5;

function ranked(entries: readonly SearchEntry[], wanted: string): SearchEntry[] {
  const answered = new Map<string, number>();
  const own = entries.map((entry) => {
    const cost = costOf(entry, wanted);
    for (const [index, path] of (entry.answers ?? []).entries()) {
      const before = answered.get(path) ?? Infinity;
      if (cost < WORDS) answered.set(path, Math.min(before, cost - 0.9 + index / 100));
    }
    return cost;
  });
  return entries
    .flatMap((entry, index) => {
      const cost = Math.min(own[index], answered.get(entry.path) ?? Infinity);
      return cost === Infinity ? [] : [{ entry, cost, exact: cost <= EXACT ? 0 : 1, kind: rankOf(entry) }];
    })
    .sort((a, b) => a.exact - b.exact || a.kind - b.kind || a.cost - b.cost)
    .map(({ entry }) => entry);
}

/** What an entry costs whose title has the query as words: as much as one with a key that begins with it. */
const TITLE = 1;
/** What an entry costs that has all words of the query somewhere, and no key that fits. */
const WORDS = 4;

function costOf(entry: SearchEntry, wanted: string): number {
  const { keys = [], more = [], title, note } = entry;
  const quoted = [...keys].filter((key) => stands(key, wanted)).reduce((sum, key) => sum + weight(key), 0);
  const costs = [
    ...keys.map((key) => cost(key, wanted)),
    ...more.map((key) => cost(key, wanted) + 0.25),
    stands(wanted, title.toLowerCase()) ? TITLE : Infinity,
    quoted === 0 ? Infinity : 2 - Math.min(quoted, 900) / 1000,
  ];
  const best = Math.min(...costs);
  if (best < Infinity) return best + (title.toLowerCase().includes(wanted) ? 0 : EXACT);
  const words = wordsOf(wanted);
  const text = `${title} ${note} ${keys.join(' ')} ${more.join(' ')}`.toLowerCase();
  return words.length > 0 && words.every((word) => text.includes(word)) ? WORDS : Infinity;
}

function cost(key: string, wanted: string): number {
  if (key === wanted) return 0;
  if (key.startsWith(wanted)) return 1;
  // The index keeps twelve digits of a hash; a reader may have all forty.
  if (/^[0-9a-f]{12}$/.test(key) && wanted.startsWith(key)) return 0;
  return wanted.length >= 3 && key.includes(wanted) ? 3 : Infinity;
}

/** Whether a text that a reader pasted has the key as words of its own. */
function stands(key: string, wanted: string): boolean {
  if (key.length < 3 || key.length >= wanted.length) return false;
  const at = wanted.indexOf(key);
  const part = /[a-z0-9_]/;
  return at >= 0 && !part.test(wanted[at - 1] ?? '') && !part.test(wanted[at + key.length] ?? '');
}

/** Numbers and identifiers say more than words. */
const weight = (key: string): number => key.length * (/[0-9_]/.test(key) ? 3 : 1);

/** A mask as dmesg prints it, with its leading zeros, is the mask. */
const normal = (query: string): string =>
  query
    .trim()
    .toLowerCase()
    .replace(/\(\)$/, '')
    .replaceAll(/\b0x0+(?=[0-9a-f])/g, '0x')
    .replaceAll(/\s+/g, ' ');

const wordsOf = (text: string): string[] => text.split(/[^a-z0-9_]+/).filter((word) => word.length > 2);

/** The query with each word that no entry has replaced by the nearest that one has; undefined where none is near. */
function correct(entries: readonly SearchEntry[], wanted: string): string | undefined {
  const known = new Set(
    entries.flatMap(({ keys = [], title }) => [...keys, title.toLowerCase()].flatMap((text) => wordsOf(text))),
  );
  const corrected = wanted.replaceAll(/[a-z0-9_]+/g, (word) => {
    if (word.length < 4 || known.has(word) || /^0x|^\d/.test(word)) return word;
    return nearestWord(word, known) ?? word;
  });
  return corrected === wanted ? undefined : corrected;
}

/** One slip in a word of four letters or more, two in one of eight. */
function nearestWord(word: string, known: ReadonlySet<string>): string | undefined {
  const limit = word.length < 8 ? 2 : 3;
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(word, candidate) + (candidate.startsWith(word.slice(0, 1)) ? 0 : 1);
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { word: candidate, distance };
  }
  return best?.word;
}

/**
 * What the search shows: what is named exactly, then what the index of the whole text finds, by kind; bugs and mutants
 * that a word is only a part of come last. Each page stands once.
 */
export function mergeFound(exact: readonly SearchEntry[], text: readonly SearchEntry[]): SearchEntry[] {
  const first = exact.length > 0 && kindOf(exact[0].path) >= LAST_KINDS ? exact : exact.filter(isEarly);
  const all = [...first, ...text.toSorted((a, b) => kindOf(a.path) - kindOf(b.path)), ...exact];
  const seen = new Set<string>();
  return all.filter(({ path }) => !seen.has(path) && seen.add(path));
}

const LAST_KINDS = 5;
const isEarly = ({ path }: SearchEntry): boolean => kindOf(path) < LAST_KINDS;
