import { baseUrl } from './base-url.ts';
import { openDialog } from './dialog.ts';
import { findEntries, mergeFound, type SearchEntry } from '../spec/report/search/find.ts';
import { findText } from './search-text.ts';

const LIMIT = 12;
let entries: Promise<readonly SearchEntry[]> | undefined;

/**
 * Search in two stages: IDs, MSR names and indices, functions and commits by a small exact index, then the text of all
 * pages by pagefind. Both are files of the site; nothing leaves it.
 */
export function openSearch(): void {
  if (document.querySelector('dialog.search') !== null) return;
  const input = document.createElement('input');
  input.type = 'search';
  input.setAttribute('aria-label', 'Search');
  input.placeholder = 'LBR-OWN-3, 0x1d9, vmx_vcpu_run, words';
  const results = Object.assign(document.createElement('ul'), { className: 'results' });
  const status = Object.assign(document.createElement('p'), { className: 'hint' });
  status.setAttribute('role', 'status');
  const dialog = openDialog('Search', input, status, results);
  dialog.classList.add('search');
  let turn = 0;
  input.addEventListener('input', async () => {
    const mine = ++turn;
    const query = input.value.trim();
    const { found, corrected } = await find(query);
    if (mine !== turn) return;
    results.replaceChildren(...found.slice(0, LIMIT).map(item));
    status.textContent = query === '' ? '' : countOf(found.length, corrected);
  });
  dialog.addEventListener('keydown', (event) => moveFocus(event, input, results));
  input.focus();
}

function countOf(found: number, corrected: string | undefined): string {
  if (found === 0) return 'Nothing found.';
  const meant = corrected === undefined ? '' : ` for “${corrected}”`;
  return found > LIMIT ? `${found} found${meant}, the first ${LIMIT}:` : `${found} found${meant}`;
}

async function find(query: string): Promise<{ readonly found: SearchEntry[]; readonly corrected?: string }> {
  if (query === '') return { found: [] };
  entries ??= loadEntries();
  const { entries: exact, corrected } = findEntries(await entries, query);
  const text = await findText(corrected ?? query, LIMIT);
  return { found: mergeFound(exact, text), ...(corrected !== undefined && { corrected }) };
}

/** The exact index; empty in `docusaurus start`, which builds none. */
async function loadEntries(): Promise<readonly SearchEntry[]> {
  const answer = await fetch(new URL('search-index.json', baseUrl()));
  return answer.ok ? ((await answer.json()) as readonly SearchEntry[]) : [];
}

function item({ path, title, note }: SearchEntry): HTMLLIElement {
  const link = Object.assign(document.createElement('a'), { href: new URL(path, baseUrl()).href, textContent: title });
  const entry = document.createElement('li');
  entry.append(link, Object.assign(document.createElement('span'), { className: 'hint', textContent: note }));
  return entry;
}

/** Arrow keys walk from the field through the results; Enter in the field opens the first. */
function moveFocus(event: KeyboardEvent, input: HTMLInputElement, results: HTMLElement): void {
  const places = [input, ...results.querySelectorAll<HTMLElement>('a')];
  const at = places.findIndex((place) => place === document.activeElement);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    places[Math.max(0, Math.min(places.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  } else if (event.key === 'Enter' && at === 0) {
    places[1]?.click();
  }
}
