// Bundles the benchmark and runs it: bundled code is what users run, and needs no loader in the measured process.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

// The emulator is what is measured there, and its sources are found beside those of the lab.
if (process.argv[2] === 'lab') {
  const [tsx, lab] = ['../node_modules/tsx/dist/cli.mjs', 'lab.ts'].map((file) =>
    fileURLToPath(new URL(file, import.meta.url)),
  );
  process.exit(spawnSync(process.execPath, [tsx, lab, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);
}

const entry =
  { trace: 'trace.ts', browser: 'browser.ts', large: 'large.ts', start: 'start.ts', peer: 'peer.ts' }[
    process.argv[2]
  ] ?? 'main.ts';
// Inside of the repository, where the tools are found.
const cache = fileURLToPath(new URL('../.cache/', import.meta.url));
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'bench-'));
const outfile = join(folder, 'bench.mjs');
try {
  buildSync({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    // Tools that are not part of what is measured.
    external: ['esbuild', 'playwright-core', '@sparticuz/chromium'],
    outfile,
  });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
