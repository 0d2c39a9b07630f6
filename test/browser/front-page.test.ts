import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';

const here = useSite();

test('the matrix narrows down to what is asked, and the link shows the same rows', async () => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(here.site.url);
  const shown = (): Promise<number> => page.locator('.matrix-page tr[data-rule]:not([hidden])').count();
  const all = await shown();
  await page.locator('select[name=violated]').selectOption('v7.3');
  await expect.poll(shown).toBeLessThan(all);
  const some = await shown();
  await expect.poll(() => page.locator('[data-matrix-count]').textContent()).toBe(`${some} of ${all} rules`);
  await expect.poll(() => page.url()).toContain('?violated=v7.3');

  const other = await openPage(here.browser);
  await other.page.goto(page.url());
  await expect.poll(() => other.page.locator('.matrix-page tr[data-rule]:not([hidden])').count()).toBe(some);
  await other.page.locator('button[type=reset]').click();
  await expect.poll(() => other.page.locator('.matrix-page tr[data-rule]:not([hidden])').count()).toBe(all);
  expect(complaints).toEqual([]);
});

test('a click into the map opens the evidence of one rule on one design', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(here.site.url);
  await page
    .locator('.map svg')
    .first()
    .click({ position: { x: 3, y: 12 } });
  await page.waitForURL(/\/r\/LBR-[A-Z]+-\d+\/#on-v5\.12$/);
});

test('each cell is named by rule, design and verdict, and one link skips them all', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(here.site.url);
  const names = await page
    .locator('.matrix-page .cell a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')));
  expect(new Set(names).size).toBe(names.length);
  expect(names[0]).toMatch(/^LBR-[A-Z]+-\d+ on \S+: \S/);
  await page.locator('.skip-matrix a').click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('after-matrix');
});

test.each(['r/own-3', 'r/lbr-own-3/'])('/%s leads to the rule', async (path) => {
  const { page } = await openPage(here.browser);
  await page.goto(here.site.url + path);
  await page.waitForURL('**/r/LBR-OWN-3/');
});

test('what does not exist offers the nearest', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/LBR-OWN-99/`);
  await page.locator('h2', { hasText: 'Did you mean' }).waitFor();
  expect(await page.locator('[data-app] a, main li a').count()).toBeGreaterThan(0);
});
