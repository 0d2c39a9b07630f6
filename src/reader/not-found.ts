import { nearestPages, samePage } from './nearest-pages.ts';
import { baseUrl } from './base-url.ts';
import type { SearchEntry } from '../spec/report/search/find.ts';

const SHOWN = 4;

/** The pages that the contents of this very page list. */
function pagesInContents(base: string): SearchEntry[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('#contents a')].map(({ href, textContent }) => ({
    path: href.replace(base, ''),
    title: textContent ?? '',
    note: '',
  }));
}

/** On the page for what does not exist: goes to the page that was meant where that is certain, and lists the nearest. */
export async function openNotFound(place: HTMLElement): Promise<void> {
  const base = baseUrl();
  const asked = decodeURI(location.href.replace(base, '')).replace(/[?#].*$/s, '');
  const response = await fetch(new URL('search-index.json', base));
  const entries = [...((await response.json()) as readonly SearchEntry[]), ...pagesInContents(base)];
  const meant = samePage(asked, entries);
  if (meant !== undefined) {
    location.replace(new URL(meant.path, base) + location.hash);
    return;
  }
  const found = nearestPages(asked, entries).slice(0, SHOWN);
  if (found.length === 0) return;
  const heading = Object.assign(document.createElement('h2'), { textContent: 'Did you mean' });
  const list = document.createElement('ul');
  for (const { path, title } of found) {
    const link = Object.assign(document.createElement('a'), { href: new URL(path, base).href, textContent: title });
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  place.replaceChildren(heading, list);
}
