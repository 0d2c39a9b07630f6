import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { violatedRule } from './site-pages.ts';

const here = useSite();

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');

test('from the matrix by keyboard to a rule, and through its timeline', async () => {
  const { rule } = violatedRule();
  const { page, complaints } = await openPage(here.browser);
  await page.goto(here.site.url);
  for (let presses = 0; presses < 500 && !(await focused(page)).startsWith(`${rule} `); presses++)
    await page.keyboard.press('j');
  await expect.poll(() => focused(page)).toContain(rule);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/r/${rule}/`);

  await page.locator('.timeline-scroll').first().focus();
  const area = page.locator('.timeline-scroll').first();
  await page.keyboard.press('Home');
  await expect.poll(() => area.getAttribute('aria-valuenow')).toBe('1');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => area.getAttribute('aria-valuetext')).toMatch(/^Step 2: /);
  await expect.poll(() => page.locator('.timeline-panel').first().textContent()).toContain('Step 2');
  await page.keyboard.press('v');
  const violation = await page.locator('.timeline').first().getAttribute('data-violation');
  await expect.poll(() => area.getAttribute('aria-valuenow')).toBe(String(Number(violation) + 1));
  expect(complaints).toEqual([]);
});

test('in a chapter j and k go from rule to rule, c copies the citation of the one in sight', async () => {
  const { page } = await openPage(here.browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${here.site.url}contract/ownership/`);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect.poll(() => focused(page)).toBe('LBR-OWN-2');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect.poll(() => focused(page)).toBe('LBR-OWN-2');
  await page.keyboard.press('c');
  await page.locator('#said', { hasText: 'LBR-OWN-2' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('LBR-OWN-2 r');
  // No address of the site is configured, and that of this machine is nobody's business.
  expect(copied).not.toMatch(/https?:/);
  expect(Math.max(...copied.split('\n').map((line) => line.length))).toBeLessThanOrEqual(75);
});

test('on the page of a rule j and k go to the next and the previous rule', async () => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/LBR-OWN-2/`);
  await page.keyboard.press('j');
  await page.waitForURL('**/r/LBR-OWN-3/');
  await page.keyboard.press('k');
  await page.waitForURL('**/r/LBR-OWN-2/');
  expect(complaints).toEqual([]);
});

test.each([
  ['LBR-DBG-1', /^LBR-DBG-1: /],
  ['dbg-1', /^LBR-DBG-1: /],
  ['0x1d9', /DEBUGCTL/],
  ['IA32_DEBUGCTL', /DEBUGCTL/],
  ['DEBUGCTL', /DEBUGCTL/],
  ['MSR_LBR_SELECT', /LBR_SELECT/],
  ['0x14ce', /^LBR-/],
  ['vcpu_enter_guest()', /^LBR-/],
  ['intel_pmu_handle_lbr_msrs_access', /^LBR-MSR-/],
  ['189ecdb3e112', /^LBR-DBG-1: |^Bug (B16|U03)/],
  ['debugctlSnapshot', /^Mutant debugctlSnapshot=/],
])('the search finds %s', async (query, title) => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}method/`);
  await page.keyboard.press('/');
  await page.locator('dialog.search input').fill(query);
  await page.locator('dialog.search [role=status]', { hasText: 'found' }).waitFor();
  await expect.poll(() => page.locator('dialog.search .results li').first().textContent()).toMatch(title);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the search finds words of the text, asks nobody else, and Enter opens the first', async () => {
  const { page, complaints } = await openPage(here.browser);
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(here.site.url)) outside.push(request.url());
  });
  await page.goto(here.site.url);
  await page.keyboard.press('/');
  await page.locator('dialog.search input').fill('fake counter');
  await page.locator('dialog.search .results a').first().waitFor();
  await page.locator('dialog.search input').fill('LBR-OWN-3');
  await page.locator('dialog.search .results a', { hasText: 'LBR-OWN-3: ' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/r/LBR-OWN-3/');
  expect(outside).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the question mark tells the keys, Escape closes', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(here.site.url);
  await page.keyboard.press('?');
  await page.locator('dialog', { hasText: 'next and previous rule' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('dialog').count()).toBe(0);
});
