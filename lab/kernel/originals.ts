// The files of a tree that changes have been put into, as they were.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const kept = (tree: string): string => `${tree}.originals`;

/** A file of the tree as it was before any change. Throws where it is not there. */
export function original(tree: string, file: string): string {
  const copy = join(kept(tree), file);
  const path = existsSync(copy) ? copy : join(tree, file);
  if (!existsSync(path)) throw new Error(`the kernel's source has no ${file}`);
  return readFileSync(path, 'utf8');
}

/**
 * Makes the tree its originals with these contents in place of some: whatever else was changed is as it was. Only files
 * whose content differs are written, so that make rebuilds no more than it has to.
 */
export function putInto(tree: string, contents: ReadonlyMap<string, string>): void {
  for (const file of contents.keys()) {
    const copy = join(kept(tree), file);
    if (existsSync(copy)) continue;
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, readFileSync(join(tree, file)));
  }
  for (const file of changedFiles(tree)) {
    const wanted = contents.get(file) ?? original(tree, file);
    if (readFileSync(join(tree, file), 'utf8') !== wanted) writeFileSync(join(tree, file), wanted);
  }
}

/** Makes the tree its originals, and forgets them. */
export function putBack(tree: string): void {
  putInto(tree, new Map());
  rmSync(kept(tree), { recursive: true, force: true });
}

/** Files that were ever changed. */
function changedFiles(tree: string): string[] {
  const folder = kept(tree);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
