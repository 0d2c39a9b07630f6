import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage, serveSite, type Site } from './browser.ts';
import { root, violatedRule } from './site-pages.ts';

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

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');

test('from the matrix by keyboard to a rule, and through its timeline', async () => {
  const { rule } = violatedRule();
  const { page, complaints } = await openPage(browser);
  await page.goto(site.url);
  for (let presses = 0; presses < 500 && !(await focused(page)).startsWith(`${rule} `); presses++)
    await page.keyboard.press('j');
  expect(await focused(page)).toContain(rule);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/r/${rule}/`);

  await page.locator('.timeline-scroll').first().focus();
  const area = page.locator('.timeline-scroll').first();
  await page.keyboard.press('Home');
  expect(await area.getAttribute('aria-valuenow')).toBe('1');
  await page.keyboard.press('ArrowRight');
  expect(await area.getAttribute('aria-valuetext')).toMatch(/^Step 2: /);
  expect(await page.locator('.timeline-panel').first().textContent()).toContain('Step 2');
  await page.keyboard.press('v');
  const violation = await page.locator('.timeline').first().getAttribute('data-violation');
  expect(await area.getAttribute('aria-valuenow')).toBe(String(Number(violation) + 1));
  expect(complaints).toEqual([]);
});

test('j and k go from rule to rule, c copies the citation of the one in sight', async () => {
  const { rule } = violatedRule();
  const { page } = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${site.url}r/${rule}/`);
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await page.locator('#said', { hasText: rule }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`${rule} r`);
  expect(copied).toContain(`${site.url}r/${rule}`);
  expect(Math.max(...copied.split('\n').map((line) => line.length))).toBeLessThanOrEqual(75);
});

test('the slash opens the search, which finds IDs, MSRs and words, and Enter opens the first', async () => {
  const { rule } = violatedRule();
  const { page, complaints } = await openPage(browser);
  await page.goto(site.url);
  await page.keyboard.press('/');
  const first = page.locator('dialog.search .results a').first();
  for (const query of ['0x1d9', 'DEBUGCTL', 'contract', rule]) {
    await page.locator('dialog.search input').fill(query);
    await first.waitFor();
    await page.locator('dialog.search [role=status]', { hasText: 'found' }).waitFor();
  }
  await page.locator('dialog.search .results a', { hasText: rule }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/r/${rule}/`);
  expect(complaints).toEqual([]);
});

test('the question mark tells the keys, Escape closes', async () => {
  const { page } = await openPage(browser);
  await page.goto(site.url);
  await page.keyboard.press('?');
  await page.locator('dialog', { hasText: 'next and previous rule' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.locator('dialog').count()).toBe(0);
});
