import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { onePageOfEachKind } from './site-pages.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** In dark colours only what depends on colours is looked at again. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

const here = useSite();
let page: Page;

beforeAll(async () => {
  // The scanner is injected, which the policy of the pages refuses; everything else runs with the policy on.
  ({ page } = await openPage(here.browser, { bypassCSP: true }));
});

test.each(onePageOfEachKind())('axe finds nothing on /%s, in light and in dark colours', async (path) => {
  await page.goto(here.site.url + path);
  await page.evaluate(showOneOfEachKind);
  const found: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
    const axe = new AxeBuilder({ page });
    const { violations } = await (theme === 'light' ? axe.withTags(TAGS) : axe.withRules(COLOURS)).analyze();
    for (const { id, nodes } of violations)
      for (const node of nodes.slice(0, 3))
        found.push(`${theme}: ${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`);
  }
  expect(found).toEqual([]);
});

/** In the page: of parts with the same markup two are looked at. The hundredth row of a matrix has the markup of the first. */
function showOneOfEachKind(): void {
  const atMostTwo = <E extends Element>(parts: Iterable<E>, kindOf: (part: E) => string): Map<E, boolean> => {
    const seen = new Map<string, number>();
    return new Map(
      [...parts].map((part) => {
        const kind = kindOf(part);
        const before = seen.get(kind) ?? 0;
        seen.set(kind, before + 1);
        return [part, before < 2];
      }),
    );
  };
  // Every attribute that is there, and the values of those by which a part looks or is told otherwise.
  const telling = /^(class|style|role|type|data-verdict|aria-(hidden|expanded|pressed|current|selected))$/;
  const attribute = ({ name, value }: Attr): string => (telling.test(name) ? `${name}=${value}` : name);
  const markup = (part: Element): string =>
    `${part.tagName}[${[...part.attributes].map(attribute).join()}](${[...new Set([...part.children].map(markup))].join()})`;
  for (const [details, open] of atMostTwo(
    document.querySelectorAll('details'),
    (one) => `${one.className} ${one.querySelector('summary')?.textContent.replace(/\d+/g, '') ?? ''}`,
  ))
    details.open = open;
  for (const [part, shown] of atMostTwo(document.querySelectorAll<HTMLElement>('main tr, main li'), markup))
    if (!shown) part.remove();
  // What is skipped while out of sight has no places of its own, and its parts seem to lie on what follows.
  for (const part of document.querySelectorAll<HTMLElement>('.rule, tbody')) part.style.contentVisibility = 'visible';
}
