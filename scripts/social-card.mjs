// `node scripts/social-card.mjs`: draws static/img/card.png, which a link to the site shows where the site has an address.
import { readFileSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const FILE = 'static/img/card.png';
const SIZE = { width: 1200, height: 630 };
const TITLE = 'LBR Contract';
const LINES = ['Rules × designs → verdicts.', 'Each "violated" comes with the shortest trace that shows it.'];

const { tagline } = JSON.parse(
  `{${/tagline: ('[^']*')/.exec(readFileSync('docusaurus.config.ts', 'utf8'))?.[0].replace('tagline', '"tagline"').replaceAll("'", '"')}}`,
);
const icon = readFileSync('static/img/favicon.svg', 'utf8');

const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ['--no-sandbox', '--headless=shell', '--disable-gpu', '--disable-dev-shm-usage'],
});
const page = await browser.newPage({ viewport: SIZE });
await page.setContent(`<style>
  body { margin: 0; padding: 80px; font-family: sans-serif; color: #1b1b1b; background: #fff; border-bottom: 16px solid #0a4f94;
    box-sizing: border-box; height: 630px }
  svg { width: 96px; float: left; margin-right: 32px }
  h1 { font-size: 88px; margin: 0; line-height: 96px }
  .tagline { font-size: 42px; line-height: 1.35; margin: 56px 0; clear: both }
  .line { font-size: 32px; margin: 8px 0; color: #444 }
</style>${icon}<h1>${TITLE}</h1><p class="tagline">${tagline}</p>${LINES.map((line) => `<p class="line">${line}</p>`).join('')}`);
await page.screenshot({ path: FILE });
await browser.close();
process.stdout.write(`wrote ${FILE}, ${SIZE.width} by ${SIZE.height}\n`);
