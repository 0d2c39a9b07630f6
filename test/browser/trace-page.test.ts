import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { useSite } from './use-site.ts';

const REAL = readFileSync('test/data/traces/kvm-lbr-not-exposed.ftrace');
const HEADER = '# tracer: nop\n#\n';

const here = useSite();

/** The page, with a list of the requests that leave it from now on. */
async function tracePage(): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
  const { page, complaints } = await openPage(here.browser);
  await page.goto(`${here.site.url}trace/`, { waitUntil: 'networkidle' });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  return { page, complaints, requests };
}

async function give(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** As the mouse does it: a drop with a file on the drop zone. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName));
      return transfer;
    },
    [name, text] as const,
  );
  await page.locator('label:has(input[type=file])').dispatchEvent('drop', { dataTransfer: data });
}

const result = (page: Page) => page.locator('section[aria-label^="Result for"]');
const problem = (page: Page) => page.locator('output .problem');

test('a dropped file is judged, and nothing but parts of the page is fetched', async () => {
  const { page, complaints, requests } = await tracePage();
  await drop(page, 'dropped.ftrace', REAL.toString());
  await result(page).getByText('violations, proved by the lines below').waitFor();
  await expect.poll(() => page.getByRole('list', { name: 'Violations' }).locator('li').count()).toBeGreaterThan(10);
  expect(requests.filter((url) => !url.startsWith(here.site.url))).toEqual([]);
  expect(requests.filter((url) => !/\.(js|css|woff2?)$/.test(new URL(url).pathname))).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the sample is one click away; its host has AMD, so no rule applies', async () => {
  const { page, complaints } = await tracePage();
  await page.getByRole('button', { name: 'Judge the sample' }).click();
  await result(page).getByText('No rule applies to this host.').waitFor();
  await result(page).getByText('rules do not apply: the host has a CPU of AMD').waitFor();
  expect(complaints).toEqual([]);
});

test('a mark on the timeline opens at its line', async () => {
  const { page, complaints } = await tracePage();
  await give(page, 'real.ftrace', REAL);
  await page.getByRole('figure', { name: 'Lines around line 316' }).waitFor();
  const marks = page.locator('svg[aria-label="Violations by CPU and time"] path');
  const title = await marks.nth(3).locator('title').textContent();
  await marks.nth(3).dispatchEvent('click');
  const line = /line (\d+)/.exec(title ?? '')?.[1] ?? '';
  await page.getByRole('figure', { name: `Lines around line ${line}` }).waitFor();
  await expect.poll(() => new URL(page.url()).hash).toContain(`L${line}`);
  expect(complaints).toEqual([]);
});

test('by keyboard alone: the third violation, its lines', async () => {
  const { page, complaints } = await tracePage();
  await give(page, 'real.ftrace', REAL);
  const list = page.getByRole('list', { name: 'Violations' }).locator('button');
  await list.first().waitFor();
  await list.first().focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => list.nth(2).getAttribute('aria-pressed')).toBe('true');
  const line = /line (\d+)/.exec((await list.nth(2).textContent()) ?? '')?.[1] ?? '';
  await page.getByRole('figure', { name: `Lines around line ${line}` }).waitFor();
  expect(complaints).toEqual([]);
});

test('gzip is unpacked here', async () => {
  const { page } = await tracePage();
  await give(page, 'packed.gz', gzipSync(REAL));
  await result(page).getByText('violations, proved by the lines below').waitFor();
});

const MARKUP = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>';
const columns = (task: string, event: string): string =>
  `${task.padStart(16)}-9592    [000] .....   512.443773: ${event}\n`;

test('markup in task names, fields, event names, file name and noise is text', async () => {
  const { page, complaints } = await tracePage();
  const text = [
    HEADER,
    columns('<b>x</b><i>', `kvm_msr: msr_write 1d9 = 0x40`),
    columns(
      'vm',
      `sched_switch: prev_comm=${MARKUP} prev_pid=5 prev_prio=9 prev_state=S ==> next_comm=${MARKUP} next_pid=7 next_prio=1`,
    ),
    columns('<svg/onload=1>', 'kvm_msr: msr_write 1d9 = 0x80'),
    columns('vm', `kvm_msr: ${MARKUP}`),
    `${MARKUP}\n`,
  ].join('');
  await give(page, `${MARKUP}.txt`, Buffer.from(text));
  await result(page).getByText('2 violations').waitFor();
  expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false);
  expect(await page.locator('main img, main script, main b, main i').count()).toBe(0);
  expect(await result(page).textContent()).toContain('<script>');
  expect(complaints).toEqual([]);
});

const lines = (count: number, length: number): Buffer => Buffer.from(`${HEADER}${'x'.repeat(length)}\n`.repeat(count));
/** zstd, one RLE block after another: four bytes for 128 KB of `x`. */
function zstdBomb(blocks: number): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  const size = 1 << 17;
  const block = (last: number): Buffer => {
    const header = (size << 3) | (1 << 1) | last;
    return Buffer.from([header & 255, (header >> 8) & 255, header >> 16, 0x78]);
  };
  return Buffer.concat([head, ...Array.from({ length: blocks }, () => block(0)), block(1)]);
}

const refused: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
  'an empty file': [Buffer.alloc(0), /the input is empty/],
  prose: [Buffer.from('A letter.\n\nNo trace.\n'), /no line of it is a trace line/],
  'random bytes': [Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) % 251)), /trace line/],
  'a picture': [Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /no line of it is a trace line/],
  'perf.data': [Buffer.from('PERFILE2\0\0'), /perf script/],
  'UTF-16': [Buffer.from(`\ufeff${HEADER}`, 'utf16le'), /iconv/],
  'gzip that is cut': [gzipSync(REAL).subarray(0, 2000), /./],
  'gzip of zeros': [gzipSync(Buffer.alloc(50_000_000)), /no line of it is a trace line/],
  'zstd that is cut': [Buffer.from('KLUv/QRYlQAAWGFiY2RlZmdo', 'base64'), /./],
  'zstd that unpacks to 8 GB': [zstdBomb(65_536), /no line of it is a trace line/],
  'zstd that asks for a window of 2 GB': [Buffer.from('28b52ffd00a8000000000000000000', 'hex'), /window of 2048 MB/],
};

for (const [name, [data, message]] of Object.entries(refused)) {
  test(`${name}: an error, and the page goes on`, async () => {
    const { page, complaints } = await tracePage();
    await give(page, 'hostile', data);
    await problem(page).filter({ hasText: message }).waitFor();
    await give(page, 'real.ftrace', REAL);
    await result(page).getByText('violations, proved by the lines below').waitFor();
    expect(complaints).toEqual([]);
  });
}

test('huge lines are counted and cut, not shown in full', async () => {
  const { page, complaints } = await tracePage();
  await give(page, 'long.txt', lines(3, 5_000_000));
  await result(page).getByText(', 3 not understood.').waitFor();
  expect((await result(page).textContent())?.length).toBeLessThan(60_000);
  expect(complaints).toEqual([]);
});

test('a second file while the first is judged: only the second counts', async () => {
  const { page } = await tracePage();
  const slow = Buffer.from(HEADER + columns('vm', 'kvm_msr: msr_write 1d9 = 0x0').repeat(200_000));
  await give(page, 'first.txt', slow);
  await give(page, 'second.ftrace', REAL);
  await page.locator('section[aria-label="Result for second.ftrace"]').waitFor();
  await page.waitForTimeout(500);
  expect(await result(page).getAttribute('aria-label')).toBe('Result for second.ftrace');
});
