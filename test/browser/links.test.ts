import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { idsAndLinks } from './html.ts';
import { allPages, root } from './site-pages.ts';

const pages = new Map(allPages().map((page) => [page, idsAndLinks(root, page)]));

test('the HTML of every page can be read without a browser', () => {
  for (const [page, { ids, links }] of pages) {
    expect(ids.has('main'), page).toBe(true);
    expect(links.size, page).toBeGreaterThan(5);
  }
});

test('internal links lead to pages, files and anchors that exist', () => {
  const broken: string[] = [];
  for (const [page, { links }] of pages) {
    for (const link of links) {
      const { origin, pathname, hash } = new URL(link, `http://site.invalid/${page}`);
      if (origin !== 'http://site.invalid') continue;
      const target = pages.get(decodeURIComponent(pathname.slice(1)));
      const known =
        target === undefined
          ? /\.\w+$/.test(pathname) && existsSync(path.join(root, pathname))
          : // The workbench keeps its state in the fragment.
            hash === '' || hash.startsWith('#t=1&') || target.ids.has(decodeURIComponent(hash.slice(1)));
      if (!known) broken.push(`${page}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});
