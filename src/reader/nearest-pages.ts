import { editDistance } from '../spec/kit/nearest.ts';
import type { SearchEntry } from '../spec/report/search/find.ts';

const plain = (path: string): string =>
  path
    .toLowerCase()
    .replace(/^\/|\/?(index\.html)?$/g, '')
    // A rule by its short ID, as the command line takes it.
    .replace(/^r\/(?:lbr-)?/, 'r/lbr-');

/** The page that an address names in another spelling: `r/own-3`, lower case, without the slash. */
export function samePage(asked: string, entries: readonly SearchEntry[]): SearchEntry | undefined {
  return entries.find(({ path }) => plain(path) === plain(asked));
}

/** Pages whose addresses are near to the one that was asked for, the nearest first. */
export function nearestPages(asked: string, entries: readonly SearchEntry[]): SearchEntry[] {
  const wanted = plain(asked);
  const far = Math.max(2, Math.floor(wanted.length / 3));
  return entries
    .filter(({ path }) => !path.includes('#'))
    .map((entry) => ({ entry, far: editDistance(wanted, plain(entry.path)) }))
    .filter((one) => one.far <= far)
    .toSorted((a, b) => a.far - b.far)
    .map(({ entry }) => entry);
}
