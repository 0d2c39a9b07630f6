import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { violatedRule } from './site-pages.ts';

// No compression and no headers: what the plainest server does is enough.
const here = useSite({ plain: true });

test('without JavaScript the matrix has its verdicts, and a cell leads to its evidence', async () => {
  const { rule, design } = violatedRule();
  const { page } = await openPage(here.browser, { javaScriptEnabled: false });
  await page.goto(here.site.url);
  expect(await page.locator('.matrix .cell').count()).toBeGreaterThan(0);
  await page.locator(`.matrix a[href$="/r/${rule}/#on-${design}"]`).click();
  await expect.poll(() => page.locator(`[id="on-${design}"]`).textContent()).toContain('violated');
});

test('without JavaScript a rule shows statement, timeline, steps and sources', async () => {
  const { rule } = violatedRule();
  const { page } = await openPage(here.browser, { javaScriptEnabled: false });
  await page.goto(`${here.site.url}r/${rule}/`);
  for (const part of ['.statement', '.timeline-steps circle', '.steps tbody tr', '.sources li']) {
    expect(await page.locator(part).count(), part).toBeGreaterThan(0);
  }
  expect(await page.locator('.needs-js:visible').count()).toBe(0);
});

test('without JavaScript the menu opens on a phone', async () => {
  const { page } = await openPage(here.browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto(here.site.url);
  expect(await page.locator('#contents').isVisible()).toBe(false);
  await page.locator('.menu-button').click();
  await expect.poll(() => page.locator('#contents').isVisible()).toBe(true);
});
