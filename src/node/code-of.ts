import { createRequire } from 'node:module';

/**
 * The code that entry points run, without comments and layout: everything that they import and use, joined into one text.
 * `entries` are paths below `root`; imports of packages, and those written as in `apart` (one `*` stands for anything), stay
 * imports. The same sources give the same text. Works in the repository only. Throws where an import leads nowhere.
 */
export function codeOf(root: string, entries: readonly string[], apart: readonly string[] = []): string {
  // The package has no esbuild, and no sources to give to it.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    stdin: {
      contents: entries.map((entry) => `export * from ${JSON.stringify(`./${entry}`)};`).join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'esnext',
    packages: 'external',
    external: [...apart],
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  return outputFiles[0].text;
}
