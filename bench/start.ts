/** From `npm ci` done to the first page of `npm start`, and the same a second time. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

const USAGE = `npm run bench -- start [--help]
Clones the repository as it is committed, gives it a copy of node_modules without what tools have cached there, and measures
from the start of \`npm start\` until the front page comes: once with nothing built, once more with nothing changed. Take it
on an idle machine; the load before it is printed.`;

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  await measureStart();
}

async function measureStart(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    execFileSync('git', ['clone', '-q', process.cwd(), folder]);
    const cached = join(process.cwd(), 'node_modules/.cache');
    cpSync('node_modules', join(folder, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => file !== cached && file !== 'node_modules/.cache',
    });
    console.log(`load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores, Node ${process.version}`);
    console.log(`first start  ${(await secondsToPage(folder)).toFixed(1)} s (goal: under 90)`);
    console.log(`second start ${(await secondsToPage(folder)).toFixed(1)} s (goal: under 5)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds from the command to the front page. */
async function secondsToPage(folder: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', '0'], { cwd: folder });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (piece: Buffer) => {
        said += piece.toString();
        const found = /The site is at (http:\S+?);/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', (status) => reject(new Error(`npm start ended with status ${status}:\n${said}`)));
    });
    const page = await fetch(url);
    if (!page.ok) throw new Error(`${url}: status ${page.status}`);
    await page.text();
    return (performance.now() - start) / 1000;
  } finally {
    child.kill();
  }
}
