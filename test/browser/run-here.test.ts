import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { violatedRule } from './site-pages.ts';

const here = useSite();

test('reading loads neither React nor the checker; running a rule ends in the stored verdict, with its timeline', async () => {
  const { rule } = violatedRule();
  const { page, complaints } = await openPage(here.browser);
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
  });
  await page.goto(`${here.site.url}r/${rule}/`, { waitUntil: 'networkidle' });
  expect(scripts.filter((script) => /run-here|worker|assets\/js/.test(script))).toEqual([]);

  await page.locator('[data-action="run-here"]').click();
  await page.locator('[data-run-verdict="violated"]').waitFor({ timeout: 120_000 });
  const text = await page.locator('.run-panel .status').textContent();
  expect(text).toContain('It agrees with the stored verdict.');
  expect(await page.locator('.run-panel .timeline-steps circle').count()).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test.each(['LBR-CAP-7', 'LBR-OWN-1'])('running %s ends in the stored verdict', async (rule) => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/${rule}/`);
  await page.locator('[data-action="run-here"]').click();
  await page.locator('[data-run-verdict]').waitFor({ timeout: 120_000 });
  expect(await page.locator('.run-panel .status').textContent()).toContain('It agrees with the stored verdict.');
  expect(complaints).toEqual([]);
});

test('a run can be stopped', async () => {
  const { rule } = violatedRule();
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/${rule}/`);
  await page.locator('[data-action="run-here"]').click();
  const panel = page.locator('.run-panel');
  await panel.waitFor();
  await panel.locator('button', { hasText: 'Stop' }).click({ timeout: 5_000 });
  await panel.locator('.status', { hasText: /Stopped|stored verdict/ }).waitFor();
});
