// `lbr-contract verify` from a bundle of the sources: several times as fast as running them one by one, because calls
// between modules become calls within one. Takes the options of `verify`.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, CHUNKS, COMMAND_LINE } from './bundle.mjs';

const outdir = '.cache/verify';
await bundle(outdir, COMMAND_LINE, CHUNKS);
const { main } = await import(pathToFileURL(path.resolve(outdir, 'cli.mjs')).href);
process.exitCode = await main(['verify', ...process.argv.slice(2)]);
