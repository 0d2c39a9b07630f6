/** Bundles what judges with one source changed, or with marks that say which blocks ran. The tree itself is not touched. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { blocksOf, marked } from './blocks.ts';
import type { Site } from './sites.ts';

const ENTRY = 'mutate/judge-worker.ts';

/** The judge with one change of the model. Writes the bundle to `out`. */
export async function bundleWith(root: string, site: Site | undefined, out: string): Promise<void> {
  await bundle(root, out, '', (file, text) =>
    file === site?.file ? text.slice(0, site.start) + site.after + text.slice(site.end) : text,
  );
}

/** The judge of the model as it is, whose blocks leave a mark in `globalThis.lbrRan` where they run. */
export async function bundleWithMarks(root: string, blocks: ReadonlyMap<string, number>, out: string): Promise<void> {
  const banner = 'globalThis.lbrRan = new Uint8Array(16384);';
  await bundle(root, out, banner, (file, text) => {
    const first = blocks.get(file);
    return first === undefined ? text : marked(text, blocksOf(file, text), first);
  });
}

async function bundle(
  root: string,
  out: string,
  banner: string,
  change: (file: string, text: string) => string,
): Promise<void> {
  await build({
    entryPoints: [path.join(root, ENTRY)],
    outfile: out,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['fast-check'],
    banner: { js: banner },
    logLevel: 'silent',
    plugins: [
      {
        name: 'change',
        setup({ onLoad }) {
          onLoad({ filter: /src\/spec\/model\/.*\.ts$/ }, ({ path: name }) => {
            const file = path.relative(root, name).split(path.sep).join('/');
            return { contents: change(file, readFileSync(name, 'utf8')), loader: 'ts' };
          });
        },
      },
    ],
  });
}
