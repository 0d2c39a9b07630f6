import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { PATIENCE, openPage } from './browser.ts';
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
  await page.locator('[data-run-verdict="violated"]').waitFor({ timeout: PATIENCE });
  await page.locator('.run-panel .status', { hasText: 'It agrees with the stored verdict.' }).waitFor();
  await page.locator('.run-panel .timeline-steps circle').first().waitFor();
  expect(complaints).toEqual([]);
});

test.each(['LBR-CAP-7', 'LBR-OWN-1'])('running %s ends in the stored verdict', async (rule) => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}r/${rule}/`);
  await page.locator('[data-action="run-here"]').click();
  await page.locator('[data-run-verdict]').waitFor({ timeout: PATIENCE });
  await page.locator('.run-panel .status', { hasText: 'It agrees with the stored verdict.' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a run can be stopped', async () => {
  const { rule } = violatedRule();
  const { page } = await openPage(here.browser);
  // The worker comes once it has been told to stop: on a fast machine it would be done before.
  const held: Route[] = [];
  await page.route('**/check.worker.js', (route) => void held.push(route));
  await page.goto(`${here.site.url}r/${rule}/`);
  await page.locator('[data-action="run-here"]').click();
  const panel = page.locator('.run-panel');
  await panel.locator('button:enabled', { hasText: 'Stop' }).click();
  await expect.poll(() => held.length).toBe(1);
  await held[0]?.continue();
  await panel.locator('.status', { hasText: 'Stopped.' }).waitFor();
});
