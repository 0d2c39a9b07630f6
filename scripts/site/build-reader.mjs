import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { filesBelow } from './files.mjs';

/**
 * Bundles the script of the reading pages, what it loads on demand, and the worker, into `build/assets/reader-<hash>/`.
 * Returns the folder and the entry, both relative to the site's root.
 */
export async function buildReader(root, out, generated = path.join(root, '.docusaurus')) {
  const folder = path.join(out, 'assets/reader');
  rmSync(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/reader/main.ts', 'check.worker': 'src/worker/check.worker.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    alias: {
      '@spec': path.join(root, 'src/spec'),
      '@site': root,
      // What the plugins have written in this very build.
      '@generated': generated,
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    // The worker stands beside the chunks that start it: new URL('./check.worker.js', import.meta.url).
    chunkNames: '[name]-[hash]',
    legalComments: 'none',
    plugins: [workerUrl],
  });
  const hash = createHash('sha256');
  for (const file of filesBelow(folder, '.js')) hash.update(readFileSync(file));
  const name = `assets/reader-${hash.digest('hex').slice(0, 10)}`;
  rmSync(path.join(out, name), { recursive: true, force: true });
  renameSync(folder, path.join(out, name));
  return { folder: name, entry: `${name}/main.js` };
}

/** Sources name the worker as rspack wants it, by its source file; here it is the bundle beside. */
const workerUrl = {
  name: 'worker-url',
  setup({ onLoad }) {
    onLoad({ filter: /start-worker\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace(/'[^']*check\.worker\.ts'/, "'./check.worker.js'"),
      loader: 'ts',
    }));
  },
};
