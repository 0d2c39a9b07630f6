// Bundles programs of the repository for Node.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

/** What the command line needs beside its own bundle; only `export promela` does, which works in the repository alone. */
const EXTERNAL = ['typescript', 'esbuild'];

/**
 * Bundles entry points into a folder that is empty before. Programs that start workers find them beside themselves.
 * @param {string} outdir
 * @param {Readonly<Record<string, string>>} entryPoints
 * @param {import('esbuild').BuildOptions} [more]
 */
export async function bundle(outdir, entryPoints, more = {}) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: EXTERNAL,
    logLevel: 'warning',
    ...more,
  });
}

/** The command line: what it loads when it is needed, and the worker that it starts, are chunks beside it. */
export const COMMAND_LINE = { cli: 'src/cli/main.ts', 'chunks/verify-worker': 'src/cli/verify/worker.ts' };
export const CHUNKS = { chunkNames: 'chunks/[name]-[hash]', splitting: true };
