import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { violatedRule } from './site-pages.ts';

const here = useSite();

const MARKUP = '<img src=x onerror=globalThis.hacked=1>';

test.each([
  ['markup', MARKUP],
  ['a selector that is none', '"]:has(*'],
  ['damaged escapes', '%E0%A4%A'],
  ['a step that does not exist', 't-v7.3-s9999'],
  ['a name of the prototype', '__proto__'],
])('on the page of a rule, %s in the fragment does nothing', async (_what, fragment) => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/${violatedRule().rule}/#${fragment}`);
  // The timeline is alive all the same.
  await page.locator('.timeline-panel', { hasText: 'Step' }).first().waitFor();
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  expect(await page.locator('main img').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('what is searched for and what is found are text', async () => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(here.site.url);
  await page.keyboard.press('/');
  for (const query of [MARKUP, '\\', '('.repeat(5000), '__proto__', 'constructor']) {
    await page.locator('dialog.search input').fill(query);
    await page.locator('dialog.search [role=status]', { hasText: /found/i }).waitFor();
  }
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  expect(await page.locator('dialog img').count()).toBe(0);
  expect(complaints).toEqual([]);
});
