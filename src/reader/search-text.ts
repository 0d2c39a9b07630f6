import { baseUrl } from './base-url.ts';
import type { SearchEntry } from '../spec/report/search/find.ts';

interface Pagefind {
  search(query: string): Promise<{ readonly results: readonly { data(): Promise<Page> }[] }>;
}

interface Page {
  readonly url: string;
  readonly raw_url?: string;
  readonly plain_excerpt: string;
  readonly meta: { readonly title?: string };
}

let pagefind: Promise<Pagefind | undefined> | undefined;

/** Full text by pagefind's index of the built site; nothing where the site was not built (`docusaurus start`). */
export async function findText(query: string, limit: number): Promise<SearchEntry[]> {
  pagefind ??= load();
  const engine = await pagefind;
  if (engine === undefined) return [];
  const { results } = await engine.search(query);
  const pages = await Promise.all(results.slice(0, limit).map((result) => result.data()));
  return pages.map(({ url, meta, plain_excerpt }) => ({
    path: below(url),
    title: meta.title ?? url,
    note: plain_excerpt,
  }));
}

async function load(): Promise<Pagefind | undefined> {
  const url = new URL('pagefind/pagefind.js', baseUrl()).href;
  try {
    return (await import(/* webpackIgnore: true */ url)) as Pagefind;
  } catch {
    return undefined;
  }
}

const below = (url: string): string => new URL(url, location.origin).href.replace(baseUrl(), '');
