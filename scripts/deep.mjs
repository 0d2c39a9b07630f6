// `npm run deep` from a bundle of the sources; see scripts/verify.mjs for why. Options:
//   --fresh       do not keep what deep/results.json has of this model
//   --only NAME   one instance
//   --workers N   threads; one per core
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outdir = '.cache/deep';
rmSync(outdir, { recursive: true, force: true });
await build({
  // The program looks for the worker beside itself.
  entryPoints: { deep: 'deep/main.ts', 'deep-worker': 'deep/worker.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
await import(pathToFileURL(path.resolve(outdir, 'deep.mjs')).href);
