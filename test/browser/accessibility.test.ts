import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage, serveSite, type Site } from './browser.ts';
import { onePageOfEachKind, root } from './site-pages.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

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

// In dark colours only what depends on colours is looked at again.
describe.each([
  ['light', undefined],
  ['dark', ['color-contrast', 'link-in-text-block']],
] as const)('in %s colours', (colorScheme, rules) => {
  test.each(onePageOfEachKind())('axe finds nothing on /%s', async (path) => {
    // The scanner is injected, which the policy of the pages refuses; everything else runs with the policy on.
    const { page } = await openPage(browser, { colorScheme, bypassCSP: true });
    await page.goto(site.url + path);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const axe = new AxeBuilder({ page });
    const { violations } = await (rules === undefined ? axe.withTags(TAGS) : axe.withRules([...rules])).analyze();
    const found = violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`)
          .join(' | ')}`,
    );
    expect(found).toEqual([]);
    await page.context().close();
  });
});
