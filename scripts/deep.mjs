// `npm run deep` from a bundle of the sources; see scripts/verify.mjs for why. `npm run deep -- --help` has the options.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

const outdir = '.cache/deep';
await bundle(outdir, { deep: 'deep/main.ts', 'deep-worker': 'deep/worker.ts' });
await import(pathToFileURL(path.resolve(outdir, 'deep.mjs')).href);
