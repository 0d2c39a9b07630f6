import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findEntries, type SearchEntry } from '../../src/spec/report/search/find.ts';
import { REPORTS } from '../report/public-reports.ts';
import { openPage } from './browser.ts';
import { root } from './site-pages.ts';
import { useSite } from './use-site.ts';

const here = useSite();

const index = (): readonly SearchEntry[] =>
  JSON.parse(readFileSync(path.join(root, 'search-index.json'), 'utf8')) as readonly SearchEntry[];
const pathOf = (answer: string): string => (answer === 'AMD' ? 'messages/#amd' : `r/${answer}/`);

test.each(REPORTS)('the index of the built site has the answer among the first three: %s', (query, answer) => {
  const first = findEntries(index(), query).entries.slice(0, answer === 'AMD' ? 1 : 3);
  expect(first.map((entry) => entry.path)).toContain(pathOf(answer));
});

test('the page shows the same, with the text of all pages searched as well', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(here.site.url);
  await page.keyboard.press('/');
  for (const [query, answer] of REPORTS) {
    await page.getByRole('searchbox', { name: 'Search', exact: true }).fill(query);
    await expect
      .poll(() =>
        page.$$eval('.results a', (links) => links.slice(0, 3).map((link) => (link as HTMLAnchorElement).href)),
      )
      .toContain(here.site.url + pathOf(answer));
  }
});
