import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { allPages, root, violatedRule } from './site-pages.ts';

const here = useSite();

test('every page carries the policy, and it allows no eval and no inline script without a hash', () => {
  for (const page of allPages()) {
    const html = readFileSync(path.join(root, page, 'index.html'), 'utf8');
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html)?.[1] ?? '';
    expect(policy, page).toContain("default-src 'none'");
    expect(policy, page).not.toMatch(/'unsafe-(eval|inline|hashes)'|\*|https?:/);
  }
});

test('the policy is in force: an injected inline script and eval are refused', async () => {
  const { rule } = violatedRule();
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/${rule}/`);
  const refused = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = 1';
    document.body.append(script);
    return !('injected' in globalThis);
  });
  expect(refused).toBe(true);
  await expect.poll(() => complaints.join('\n')).toContain('Content Security Policy');
});
