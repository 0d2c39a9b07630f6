import { rmSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { serve } from '../../src/node/static-server.mjs';

/** How long a page is waited for, in milliseconds: what takes a second takes half a minute on a machine that is busy with others. */
export const PATIENCE = 300_000;

/** The browser comes with the packages: the same one everywhere, and none has to be installed. */
export async function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--headless=shell', '--disable-gpu', '--hide-scrollbars', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args, headless: true, timeout: PATIENCE });
}

export interface Site {
  /** With a slash at its end. */
  readonly url: string;
  close(): void;
}

/** Serves a built site below `base`; `plain` without compression or headers, as the simplest server would. */
export async function serveSite(root: string, base = '/', plain = false): Promise<Site> {
  const server = await serve({ root, base, plain });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}${base}`, close: () => void server.close() };
}

export interface Watched {
  readonly page: Page;
  /** Console errors, exceptions, failed requests and policy violations so far. */
  readonly complaints: string[];
}

/** How many times slower than this machine the pages are: races between a test and its page show when this is large. */
const slowdown = Number(process.env['LBR_CONTRACT_SLOWDOWN'] ?? 1);

/** A new page that notes everything that goes wrong in it. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  if (slowdown > 1) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) =>
    complaints.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`),
  );
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return { page, complaints };
}

/** Removes a folder that a test has built. */
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
