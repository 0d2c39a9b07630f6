import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage, serveSite, type Site } from './browser.ts';
import { root, violatedRule } from './site-pages.ts';

let browser: Browser;
let site: Site;

beforeAll(async () => {
  browser = await launch();
  // No compression and no headers: what the plainest server does is enough.
  site = await serveSite(root, '/', true);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

test('without JavaScript the matrix has its verdicts, and a cell leads to its evidence', async () => {
  const { rule, design } = violatedRule();
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(site.url);
  expect(await page.locator('.matrix .cell').count()).toBeGreaterThan(0);
  await page.locator(`.matrix a[href$="/r/${rule}/#on-${design}"]`).click();
  expect(await page.locator(`[id="on-${design}"]`).textContent()).toContain('violated');
});

test('without JavaScript a rule shows statement, timeline, steps and sources', async () => {
  const { rule } = violatedRule();
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(`${site.url}r/${rule}/`);
  for (const part of ['.statement', '.timeline-steps circle', '.steps tbody tr', '.sources li']) {
    expect(await page.locator(part).count(), part).toBeGreaterThan(0);
  }
  expect(await page.locator('.needs-js:visible').count()).toBe(0);
});

test('without JavaScript the menu opens on a phone', async () => {
  const { page } = await openPage(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto(site.url);
  expect(await page.locator('#contents').isVisible()).toBe(false);
  await page.locator('.menu-button').click();
  expect(await page.locator('#contents').isVisible()).toBe(true);
});
