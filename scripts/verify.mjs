// `lbr-contract verify` from a bundle of the sources: several times as fast as running them one by one, because calls
// between modules become calls within one. Takes the options of `verify`.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outdir = '.cache/verify';
rmSync(outdir, { recursive: true, force: true });
await build({
  // The chunk that starts workers looks for the worker beside itself.
  entryPoints: { cli: 'src/cli/main.ts', 'chunks/verify-worker': 'src/cli/verify/worker.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['typescript', 'esbuild'],
  logLevel: 'warning',
});
const { main } = await import(pathToFileURL(path.resolve(outdir, 'cli.mjs')).href);
process.exitCode = await main(['verify', ...process.argv.slice(2)]);
