import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { allPages, onePageOfEachKind } from './site-pages.ts';

const here = useSite();

test('every page opens without a complaint, has one h1, a title of its own and no ID twice', async () => {
  const titles = new Map<string, string>();
  const problems: string[] = [];
  const left = allPages();
  // Some tabs at a time: a page is mostly waited for.
  const tab = async (): Promise<void> => {
    const { page, complaints } = await openPage(here.browser);
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      // Leaving earlier would cut off what a page still loads.
      await page.goto(here.site.url + path, { waitUntil: /^(workbench|trace)/.test(path) ? 'networkidle' : 'load' });
      const { headings, title, twice } = await page.evaluate(() => {
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        return {
          headings: document.querySelectorAll('h1').length,
          title: document.title,
          twice: ids.filter((id, index) => ids.indexOf(id) < index),
        };
      });
      if (headings !== 1) problems.push(`/${path} has ${headings} h1`);
      problems.push(...twice.map((id) => `/${path} has the ID ${id} twice`));
      if (titles.has(title)) problems.push(`/${path} has the title of /${titles.get(title)}`);
      titles.set(title, path);
      problems.push(...complaints.splice(0).map((complaint) => `/${path}: ${complaint}`));
    }
  };
  await Promise.all([tab(), tab(), tab()]);
  expect(titles.size).toBeGreaterThan(200);
  expect(problems).toEqual([]);
});

test.each([360, 1280])('no page is wider than a screen of %i pixels', async (width) => {
  const { page } = await openPage(here.browser, { viewport: { width, height: 740 } });
  const wide: string[] = [];
  for (const path of onePageOfEachKind()) {
    await page.goto(here.site.url + path);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) wide.push(`/${path} is ${over} px wider than ${width}`);
  }
  expect(wide).toEqual([]);
});

test('at 1280 pixels the matrix and the map show every design and every chapter', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(here.site.url);
  const cut = await page.evaluate(() =>
    ['.map-chapters', '.matrix-page'].filter((name) => {
      const box = document.querySelector(name);
      return box === null || box.scrollWidth > box.clientWidth;
    }),
  );
  expect(cut).toEqual([]);
});

test('an unknown address shows the page that says so', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/LBR-XYZ-1/`);
  expect(await page.locator('h1').textContent()).toBe('No such page');
});
