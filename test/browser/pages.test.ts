import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage, serveSite, type Site } from './browser.ts';
import { allPages, onePageOfEachKind, root } from './site-pages.ts';

let browser: Browser;
let site: Site;

beforeAll(async () => {
  browser = await launch();
  site = await serveSite(root);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

test('every page opens without a complaint, has one h1 and a title of its own', async () => {
  const { page, complaints } = await openPage(browser);
  const titles = new Map<string, string>();
  for (const path of allPages()) {
    // Leaving earlier would cut off what a page still loads.
    await page.goto(site.url + path, { waitUntil: /^(workbench|trace)/.test(path) ? 'networkidle' : 'load' });
    expect(await page.locator('h1').count(), path).toBe(1);
    const title = await page.title();
    expect(titles.get(title), `${path} has the title of another page`).toBeUndefined();
    titles.set(title, path);
  }
  expect(complaints).toEqual([]);
});

test('no page is wider than a phone', async () => {
  const { page } = await openPage(browser, { viewport: { width: 360, height: 740 } });
  for (const path of onePageOfEachKind()) {
    await page.goto(site.url + path);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${path} is wider than 360 px`).toBeLessThanOrEqual(0);
  }
});

test('an unknown address shows the page that says so', async () => {
  const { page } = await openPage(browser);
  await page.goto(`${site.url}r/LBR-XYZ-1/`);
  expect(await page.locator('h1').textContent()).toBe('No such page');
});

test('internal links lead to pages and anchors that exist', async () => {
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  const ids = new Map<string, Set<string>>();
  const links = new Map<string, string>();
  for (const path of allPages()) {
    await page.goto(site.url + path);
    const found = await page.evaluate(() => ({
      ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
      links: [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href),
    }));
    ids.set(path, new Set(found.ids));
    for (const link of found.links.filter((one) => one.startsWith(site.url))) links.set(link, path);
  }
  const broken = [...links].filter(([link]) => {
    const { pathname, hash } = new URL(link);
    const known = ids.get(pathname.slice(1));
    if (known === undefined) return !/\.\w+$/.test(pathname);
    // The workbench keeps its state in the fragment.
    return hash !== '' && !hash.startsWith('#t=1&') && !known.has(decodeURIComponent(hash.slice(1)));
  });
  expect(broken.map(([link, from]) => `${from}: ${link}`)).toEqual([]);
});
