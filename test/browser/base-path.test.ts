import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage, remove, serveSite, type Site } from './browser.ts';
import { violatedRule } from './site-pages.ts';

const base = '/some/where/';
const out = '.cache/site-below-base';

let browser: Browser;
let site: Site;

beforeAll(async () => {
  remove(out);
  const env = { ...process.env, BASE_URL: base, LBR_SITE_OUT: out };
  execFileSync(process.execPath, ['scripts/build-site.mjs'], { env, stdio: 'ignore' });
  browser = await launch();
  site = await serveSite(path.resolve(out), base, true);
});
afterAll(async () => {
  await browser.close();
  site.close();
  remove(out);
});

test('below a base path, from a plain server: pages, search, workbench and links work', async () => {
  const { rule } = violatedRule();
  const { page, complaints } = await openPage(browser);
  await page.goto(site.url);
  await page.locator(`.matrix a[href$="/r/${rule}/"]`).first().click();
  await page.waitForURL(`**${base}r/${rule}/`);
  await page.keyboard.press('/');
  await page.locator('dialog.search input').fill(rule);
  await page.locator('dialog.search .results a', { hasText: rule }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${base}r/${rule}/`);
  await page.locator('a', { hasText: 'Open in the workbench' }).first().click();
  await page.locator('[aria-label="Build a run by hand"] tr[data-step]').first().waitFor();
  expect(complaints).toEqual([]);
});
