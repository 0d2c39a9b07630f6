import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launch, serveSite, type Site } from './browser.ts';
import { root } from './site-pages.ts';

/** What the tests of a file share. Both are there once its tests begin. */
export interface SiteInBrowser {
  readonly browser: Browser;
  readonly site: Site;
}

/** Opens a browser and serves the built site for the tests of one file; `plain` as `serveSite()` has it. */
export function useSite({ plain = false } = {}): SiteInBrowser {
  const here = {} as { browser: Browser; site: Site };
  beforeAll(async () => {
    here.browser = await launch();
    here.site = await serveSite(root, '/', plain);
  });
  afterAll(async () => {
    await here.browser.close();
    here.site.close();
  });
  return here;
}
