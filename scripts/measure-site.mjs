// `npm run measure`: what the built site costs a reader, in a real browser. Prints Markdown tables; the recorded ones
// are in docs/maintainers/site-weight.md. `-- --quick` leaves Lighthouse out.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { serve } from '../src/node/static-server.mjs';
import { costOf } from './site/page-cost.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../build');
const quick = process.argv.includes('--quick');
const firstOf = (folder) => `${folder}/${readdirSync(path.join(root, folder)).sort()[0]}/`;
const pages = ['', 'contract/debugctl/', firstOf('r'), 'workbench/'];

const server = await serve({ root });
const site = `http://127.0.0.1:${server.address().port}/`;
const executablePath = await sparticuz.executablePath();
const debugging = 9300 + (process.pid % 500);
const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox',
    '--headless=shell',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    `--remote-debugging-port=${debugging}`,
  ],
});

try {
  await printCosts();
  if (!quick) await printLighthouse();
} finally {
  await browser.close();
  server.close();
}

async function printCosts() {
  print('| page | requests | JavaScript | all | LCP, CPU / 4 | blocking, CPU / 4 |');
  print('|---|---|---|---|---|---|');
  for (const page of pages) {
    const runs = [];
    for (let run = 0; run < 3; run++) runs.push(await costOf(browser, site + page, 4));
    const middle = (key) => runs.map((one) => one[key]).sort((a, b) => a - b)[1];
    const kib = (key) => `${(middle(key) / 1024).toFixed(1)} KiB`;
    print(
      `| /${page} | ${middle('requests')} | ${kib('scriptBytes')} | ${kib('bytes')} | ${Math.round(middle('lcp'))} ms | ${Math.round(middle('blocking'))} ms |`,
    );
  }
}

async function printLighthouse() {
  const { default: lighthouse } = await import('lighthouse');
  const { default: desktop } = await import('lighthouse/core/config/desktop-config.js');
  print('\n| page | device | performance | accessibility | best practices | SEO |');
  print('|---|---|---|---|---|---|');
  for (const page of pages) {
    for (const [device, config] of [
      ['mobile', undefined],
      ['desktop', desktop],
    ]) {
      const result = await lighthouse(site + page, { port: debugging, logLevel: 'silent', output: 'json' }, config);
      const score = (name) => Math.round((result?.lhr.categories[name]?.score ?? 0) * 100);
      print(
        `| /${page} | ${device} | ${['performance', 'accessibility', 'best-practices', 'seo'].map(score).join(' | ')} |`,
      );
      for (const audit of Object.values(result?.lhr.audits ?? {})) {
        if (audit.score !== null && audit.score < 0.9 && process.argv.includes('--why'))
          print(`<!-- ${page} ${audit.id}: ${audit.displayValue ?? audit.title} -->`);
      }
    }
  }
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
