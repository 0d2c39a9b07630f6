/** What documents and comments cite as `file:function()`, with a file of the kernel or of this repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = ['docs', 'src', 'lab', 'ground-truth', 'deep', 'mutate', 'scripts', 'README.md', 'CONTRIBUTING.md'];
const TEXTS = /\.(md|mdx|ts|tsx|mts|mjs)$/;
const CITED = {
  kernel: /(?<![\w./-])((?:[\w-]+\/)*[\w-]+\.[ch]):(\w+)\(\)/g,
  own: /(?<![\w./-])((?:[\w.-]+\/)*[\w.-]+\.ts):(\w+)\(\)/g,
} as const;

interface Citation {
  /** Path in the repository of the text that cites. */
  readonly where: string;
  /** `file:function`, as cited. */
  readonly symbol: string;
}

/** Every citation of functions of the kernel, or of this repository, below `root`. */
export function citedSymbols(root: string, of: keyof typeof CITED): Citation[] {
  return FOLDERS.flatMap((name) => textsBelow(root, name)).flatMap((where) =>
    [...readFileSync(path.join(root, where), 'utf8').matchAll(CITED[of])].map(([, file, name]) => ({
      where,
      symbol: `${file}:${name}`,
    })),
  );
}

function textsBelow(root: string, name: string): string[] {
  if (TEXTS.test(name)) return [name];
  if (!existsSync(path.join(root, name))) return [];
  return readdirSync(path.join(root, name), { withFileTypes: true }).flatMap((entry) => {
    const below = `${name}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : textsBelow(root, below);
    return TEXTS.test(entry.name) ? [below] : [];
  });
}
