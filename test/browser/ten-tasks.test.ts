import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';

const here = useSite();

/** What docs/maintainers/ten-tasks.md says that task `number` takes, as `2 clicks` or `1 command`. */
function stated(number: number): string {
  const rows = readFileSync('docs/maintainers/ten-tasks.md', 'utf8').split('\n');
  const after = rows.find((row) => row.startsWith(`| ${number} |`))?.split('|')[4] ?? '';
  return /\d+ (?:click|command)s?/.exec(after)?.[0] ?? `nothing in the row: ${after}`;
}

interface Reader {
  readonly page: Page;
  /** Clicks on what can be seen, and counts. */
  click(target: Locator): Promise<void>;
  clicks(): string;
}

/** A reader on the front page. */
async function reader(): Promise<Reader> {
  const { page } = await openPage(here.browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(here.site.url);
  let count = 0;
  const click = async (target: Locator): Promise<void> => {
    await target.click();
    count++;
  };
  return { page, click, clicks: () => `${count} ${count === 1 ? 'click' : 'clicks'}` };
}

const link = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true }).first();
const door = (page: Page, name: string): Locator => page.locator('.doors').getByRole('link', { name, exact: true });
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('1: may an NMI change the owner?', async () => {
  const { page, clicks } = await reader();
  const answer = page.locator('article', { hasText: 'NMI: never' }).locator('p', { hasText: 'NMI: never' });
  const box = await answer.boundingBox();
  // On the first screen of 1280 by 900 pixels.
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(900);
  expect(clicks()).toBe(stated(1));
});

test('2: v6.12, a guest without RTM writes DEBUGCTL bit 15', async () => {
  const { page, click, clicks } = await reader();
  await click(door(page, 'Try your series'));
  await click(page.getByRole('button', { name: 'Ask all designs' }));
  const row = page.locator('.access tr', { has: page.locator('th', { hasText: /^v6\.12$/ }) });
  await expect.poll(() => row.textContent()).toMatch(/#GP.*LBR-DBG-21/);
  expect(clicks()).toBe(stated(2));
});

test('3: cite a rule in a mail', async () => {
  const { page, click, clicks } = await reader();
  await click(link(page, 'LBR-OWN-3'));
  await click(page.getByRole('button', { name: 'Cite' }));
  await expect.poll(() => copied(page)).toMatch(/^LBR-OWN-3 r\d/);
  expect(await copied(page)).not.toMatch(/127\.0\.0\.1|localhost|\.invalid/);
  expect(clicks()).toBe(stated(3));
});

test('4: the shortest leak on the newest kernel', async () => {
  const { page, clicks } = await reader();
  const trace = page.locator('.timeline').first();
  expect(await trace.textContent()).toContain('intel_pmu_handle_lbr_msrs_access()');
  expect(await trace.textContent()).toMatch(/Step \d+ decides/);
  expect(clicks()).toBe(stated(4));
});

test('5: the contract against the code of today, function by function', async () => {
  const { page, click, clicks } = await reader();
  await click(page.getByRole('link', { name: /its difference to .*, switch by switch/ }));
  await page.waitForURL(/\/designs\/.*\.\.contract\/$/);
  expect(await page.locator('main').textContent()).toMatch(/\w+\.c: \w+/);
  expect(clicks()).toBe(stated(5));
});

test('6: a design of one’s own, judged and sent by link', async () => {
  const { page, click, clicks } = await reader();
  await click(door(page, 'Try your series'));
  await click(page.locator('summary', { hasText: 'Switches' }));
  await page.locator('input[type=search]').fill('debugctlSnapshot');
  const select = page.locator('select[aria-label=debugctlSnapshot]');
  await click(select);
  await select.selectOption('vcpu-load');
  await page.locator('[data-verdict="violated"]', { hasText: 'LBR-DBG-1' }).waitFor();
  await click(page.getByRole('button', { name: 'Copy link' }));
  await expect.poll(() => copied(page)).toContain('w=debugctlSnapshot');
  expect(clicks()).toBe(stated(6));
});

test('7: judge a recording', async () => {
  const { page, click, clicks } = await reader();
  await click(door(page, 'Check a trace'));
  const chooser = page.waitForEvent('filechooser');
  await click(page.locator('label:has(input[type=file])'));
  await (await chooser).setFiles('test/data/traces/kvm-lbr-not-exposed.ftrace');
  await page.getByText('violations, proved by the lines below').waitFor();
  expect(await page.locator('main a[href*="record-a-trace"]').count()).toBeGreaterThan(0);
  expect(clicks()).toBe(stated(7));
});

test('8: KTAP for CI', () => {
  const command = ['bin/lbr-contract.mjs', 'verify', '--reporter', 'ktap', '--rule', 'LBR-DBG-21'];
  expect(execFileSync(process.execPath, command, { encoding: 'utf8', stdio: 'pipe' })).toMatch(/^KTAP version 1\n/);
  expect(stated(8)).toBe('1 command');
});

test('9: the contract as reStructuredText', async () => {
  const { page, click, clicks } = await reader();
  await click(door(page, 'Take it to the kernel'));
  const answer = page.waitForResponse(/contract\.rst$/);
  await click(link(page, 'contract.rst'));
  // The browser shows it, and does not save it.
  expect((await answer).headers()['content-type']).toBe('text/plain; charset=utf-8');
  await expect.poll(() => page.locator('body').textContent()).toContain('LBR-OWN-1');
  expect(clicks()).toBe(stated(9));
});

test('10: selftests', async () => {
  const { page, click, clicks } = await reader();
  await click(door(page, 'Take it to the kernel'));
  await page.getByText('lbr-contract export selftest --out').waitFor();
  expect(clicks()).toBe(stated(10));
});
