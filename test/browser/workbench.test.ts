import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { PATIENCE, openPage } from './browser.ts';
import { useSite } from './use-site.ts';
import { violatedRule } from './site-pages.ts';

const here = useSite();

const steps = (page: Page): Promise<number> => page.locator('[aria-label="Build a run by hand"] tr[data-step]').count();

test('by keyboard: a run is built by hand, and its link brings it back', async () => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/`);
  const first = page.locator('.choices button').first();
  for (let taken = 0; taken < 3; taken++) {
    await first.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (count) => document.querySelectorAll('[aria-label="Build a run by hand"] tr[data-step]').length > count,
      taken,
    );
  }
  await expect.poll(() => page.url()).toMatch(/#t=1&.*&s=\w+\.\w+\([^;]*\)(;[^;]+){2}$/);
  // The step that was added last is selected, and no other.
  await expect.poll(() => page.locator('[aria-label="Build a run by hand"] tr[aria-current]').count()).toBe(1);
  const link = page.url();
  expect(complaints).toEqual([]);

  const other = await openPage(here.browser);
  await other.page.goto(link);
  await other.page.locator('[aria-label="Build a run by hand"] tr[data-step]').nth(2).waitFor();
  await expect.poll(() => steps(other.page)).toBe(3);
  await expect
    .poll(() => other.page.locator('[aria-label="Build a run by hand"] .steps').textContent())
    .toBe(await page.locator('[aria-label="Build a run by hand"] .steps').textContent());
  expect(other.complaints).toEqual([]);
});

test('disabled actions say why', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/`);
  await page.locator('summary', { hasText: 'Not enabled now' }).click();
  const reasons = await page.locator('.blocked li').allTextContents();
  expect(reasons.length).toBeGreaterThan(3);
  expect(reasons.filter((reason) => !/\) \S/.test(reason))).toEqual([]);
});

test('exploring a chosen rule on a chosen design finds what is stored, and its run opens as a timeline', async () => {
  const { rule, design } = violatedRule();
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/#t=1&d=${design}&r=${rule}&b=2000000&s=`);
  await page.locator('button.primary', { hasText: 'Explore' }).click();
  await page.locator('[data-verdict="violated"]', { hasText: rule }).waitFor({ timeout: PATIENCE });
  await page.locator('.rule-list button').click();
  await page.locator('[aria-label="Explore"] .timeline-steps').waitFor();
  expect(complaints).toEqual([]);
});

test('Explore can be stopped, and the page stays usable meanwhile', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/#t=1&d=contract&b=20000000&s=`);
  await page.locator('button.primary', { hasText: 'Explore' }).click();
  await page.locator('.progress', { hasText: 'per second' }).waitFor({ timeout: PATIENCE });
  // A run is built by hand while the worker searches, in the same page.
  await page.locator('.choices button').first().click();
  await expect.poll(() => steps(page)).toBe(1);
  await page.locator('button:enabled', { hasText: 'Stop' }).click();
  await page.locator('.status', { hasText: /^Stopped after/ }).waitFor();
});

test('leaving the page ends the work', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/#t=1&d=contract&b=20000000&s=`);
  await page.locator('button.primary', { hasText: 'Explore' }).click();
  await page.locator('.progress').waitFor({ timeout: PATIENCE });
  expect(page.workers().length).toBeGreaterThan(0);
  await page.goto(`${here.site.url}method/`);
  await expect.poll(() => page.workers().length).toBe(0);
});

test('a harmless flip holds within the bound that the reader sets', async () => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/`);
  await page.locator('.tries button', { hasText: 'harmlessly' }).click();
  await page.locator('[data-verdict="holds"]', { hasText: 'LBR-OWN-1' }).waitFor();
  expect(await page.locator('[data-verdict="not-established"]').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('one access is judged on every design, with its rule', async () => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/`);
  await page.locator('button', { hasText: 'Ask all designs' }).click();
  const row = page.locator('.access tr', { has: page.locator('th', { hasText: /^v6\.12$/ }) });
  await expect.poll(() => row.textContent()).toContain('#GP');
  expect(await row.textContent()).toContain('LBR-DBG-21');
  expect(complaints).toEqual([]);
});

test('flipping a switch is in the address, and the link brings it back', async () => {
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/`);
  await page.locator('summary', { hasText: 'Switches' }).click();
  await page.locator('.switch-editor').waitFor();
  await page.locator('input[type=search]').fill('debugctlSnapshot');
  await page.locator('select[aria-label=debugctlSnapshot]').selectOption('vcpu-load');
  await page.locator('.flipped-list', { hasText: 'debugctlSnapshot=vcpu-load' }).waitFor();
  await expect.poll(() => page.url()).toContain('w=debugctlSnapshot');
  const other = await openPage(here.browser);
  await other.page.goto(page.url());
  await other.page.locator('.flipped-list', { hasText: 'debugctlSnapshot=vcpu-load' }).waitFor();
  await other.page.locator('button', { hasText: 'Reset all switches' }).click();
  await expect.poll(() => other.page.url()).not.toContain('w=');
});

test('in a run of 500 steps, a step to the side changes a marker and a panel, and nothing that grows with the run', async () => {
  const { page } = await openPage(here.browser);
  const turns = Array.from({ length: 250 }, () => 'perf.open(event=pinned);perf.close(event=pinned)').join(';');
  await page.goto(`${here.site.url}workbench/#t=1&d=contract&i=pinned&s=${turns}`);
  const area = page.locator('[aria-label="Build a run by hand"] .timeline-scroll');
  await area.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => area.getAttribute('aria-valuenow')).toBe('1');
  const most = await page.evaluate(() => {
    const target = document.activeElement;
    const observer = new MutationObserver(() => undefined);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    let changes = 0;
    for (let step = 0; step < 100; step++) {
      target?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
      changes = Math.max(changes, observer.takeRecords().length);
    }
    return changes;
  });
  await expect.poll(() => area.getAttribute('aria-valuenow')).toBe('101');
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(10);
});

test('a link from another model says so', async () => {
  const { design } = violatedRule();
  const { page } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/#t=1&m=00000000&d=${design}&s=`);
  await page.locator('.problem', { hasText: 'was made with model 00000000' }).waitFor();
});

test.each([
  ['markup in the design', 't=1&d=<img src=x onerror=globalThis.hacked=1>&s='],
  ['markup in a step', 't=1&d=contract&s=<script>globalThis.hacked=1</script>'],
  ['markup in the title', 't=1&d=contract&n=<img src=x onerror=globalThis.hacked=1>&s=nobody.knows(this=1)'],
  ['a prototype in the arguments', 't=1&d=contract&i=pinned&s=kvm.run(constructor=1,toString=2)'],
  ['a design that does not exist', 't=1&d=v0.1&s='],
  ['a switch that does not exist', 't=1&d=contract&w=nobody=knows&i=pinned&s=kvm.run(vcpu=A)'],
  ['a prototype as a switch', 't=1&d=contract&w=constructor=x&i=pinned&s=kvm.run(vcpu=A)'],
  ['a bound beyond all bounds', 't=1&d=contract&b=1e99&s='],
  ['damaged escapes', 't=1&d=contract&n=%E0%A4%A&s='],
  ['another format', 't=9&d=contract&s='],
  ['an endless link', `t=1&d=contract&s=${'x'.repeat(300_000)}`],
])('hostile input in the link (%s) is an error that is shown, and runs nothing', async (_what, fragment) => {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}workbench/`);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, fragment);
  await page.locator('.problem[role=alert]').first().waitFor();
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(complaints).toEqual([]);
});
