import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sparticuz from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium, type Browser } from 'playwright-core';
import { emitModule } from '../src/spec/check/emit-module.ts';
import { subjectByName } from './subjects.ts';

const USAGE = `npm run bench -- browser [K1..K5 | DESIGN/INSTANCE]... [--runs N] [--json]
Searches in a worker of Chromium under the policy of the site, with emitted code, and in Node, in turn; medians of N
interleaved runs (default 5). The ratio is the speed of the browser against that of Node. Default: K4 v7.3/raw-1b00.`;

/** The policy of the site, as far as scripts go. */
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    task: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Searched {
  readonly seconds: number;
  readonly states: number;
}

const names = positionals.length > 0 ? positionals : ['K4', 'v7.3/raw-1b00'];
const unknown = names.find((name) => subjectByName(name) === undefined);
if (values.help || unknown !== undefined) {
  if (unknown !== undefined) process.stderr.write(`bench: there is no model "${unknown}"\n`);
  process.stdout.write(`${USAGE}\n`);
  process.exitCode = unknown === undefined ? 0 : 2;
} else if (values.task) {
  const start = performance.now();
  const { states } = subjectByName(names[0])?.explore() ?? { states: 0 };
  process.stdout.write(JSON.stringify({ seconds: (performance.now() - start) / 1000, states } satisfies Searched));
} else {
  await bench(Math.max(1, Number(values.runs) || 5));
}

async function bench(runs: number): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'lbr-browser-'));
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  // A worker has the policy of its own response and not that of the page, so all answers carry it.
  const server = createServer(({ url = '/' }, response) => {
    const type = url.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
    response.end(type === 'text/html' ? '<!doctype html><title>bench</title>' : readFileSync(path.join(root, url)));
  }).listen(0, '127.0.0.1');
  try {
    await writeScripts(root);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const rows = [];
    for (const name of names) {
      const node: Searched[] = [];
      const page: Searched[] = [];
      for (let run = 0; run < runs; run++) {
        node.push(inNode(name));
        page.push(await inBrowser(browser, `http://127.0.0.1:${address.port}/`, name));
      }
      const [ours, theirs] = [median(node), median(page)];
      if (ours.states !== theirs.states) throw new Error(`${name}: ${theirs.states} states, in Node ${ours.states}`);
      const ratio = ours.seconds / theirs.seconds;
      rows.push({ subject: name, states: ours.states, node: ours.seconds, browser: theirs.seconds, ratio });
      const line = `${name}  ${ours.states.toLocaleString('en-US')} states  Node ${ours.seconds.toFixed(3)} s  Chromium ${theirs.seconds.toFixed(3)} s`;
      if (!values.json) process.stdout.write(`${line}  ${ratio.toFixed(2)} of Node's speed\n`);
    }
    const versions = { node: process.version, chromium: browser.version() };
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ format: 'lbr-bench-browser/1', ...versions, rows }, null, 2)}\n`
        : `Node ${versions.node}, Chromium ${versions.chromium}\n`,
    );
  } finally {
    await browser.close();
    server.close();
    rmSync(root, { recursive: true, force: true });
  }
}

function inNode(name: string): Searched {
  const text = execFileSync(process.execPath, [process.argv[1], 'browser', name, '--task'], { encoding: 'utf8' });
  return JSON.parse(text) as Searched;
}

/** A page of its own, so that no run finds code compiled by the one before. */
async function inBrowser(browser: Browser, url: string, name: string): Promise<Searched> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const answer = await page.evaluate(
      (subject) =>
        new Promise<Searched | string>((resolve) => {
          const worker = new Worker('worker.js', { type: 'module' });
          worker.addEventListener('message', ({ data }: MessageEvent<Searched | string>) => resolve(data));
          worker.addEventListener('error', ({ message }) => resolve(message));
          worker.postMessage(subject);
        }),
      name,
    );
    if (typeof answer === 'string') throw new Error(`${name} in Chromium: ${answer}`);
    return answer;
  } finally {
    await context.close();
  }
}

async function writeScripts(root: string): Promise<void> {
  const layouts = names.flatMap((name) => {
    const subject = subjectByName(name);
    return subject === undefined ? [] : [[name, subject.layout] as const];
  });
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, 'codecs.js'), emitModule(Object.fromEntries(layouts)));
  await build({
    entryPoints: ['bench/browser-worker.ts'],
    outfile: path.join(root, 'worker.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['./codecs.js'],
    minify: true,
    logLevel: 'error',
  });
}

function median(measured: readonly Searched[]): Searched {
  return measured.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(measured.length / 2)];
}
