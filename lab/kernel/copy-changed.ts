// Keeps a copy of somebody's kernel tree, in which make rebuilds what has changed there and nothing else.
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { putBack } from './originals.ts';
import { shortHash } from './short-hash.ts';

/** What git, make and editors leave in a tree. */
const PASSED_OVER = /^(\.git|.*\.(o|ko|a|cmd|mod|orig|rej|swp)|vmlinux|System\.map)$/;

/**
 * Copies below `to` the files of `from` that differ in size or time from those copied before, and removes those that are gone.
 * A copy has the time of the copying, so that make sees it. Returns a hash of names, sizes and times.
 */
export function copyChanged(from: string, to: string): string {
  const listing = `${to}.listing`;
  const before = existsSync(listing)
    ? (JSON.parse(readFileSync(listing, 'utf8')) as Record<string, string>)
    : ({} as Record<string, string>);
  const after: Record<string, string> = {};
  for (const file of filesBelow(from, '')) {
    const { size, mtimeMs } = lstatSync(join(from, file));
    after[file] = `${size} ${mtimeMs}`;
  }
  putBack(to);
  rmSync(listing, { force: true });
  for (const [file, state] of Object.entries(after)) {
    if (before[file] === state && existsSync(join(to, file))) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    copyFileSync(join(from, file), join(to, file));
  }
  for (const file of Object.keys(before)) if (after[file] === undefined) rmSync(join(to, file), { force: true });
  const text = JSON.stringify(after);
  writeFileSync(listing, text);
  return shortHash(text);
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (PASSED_OVER.test(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(root, path);
    // A link to a file is copied as the file; one to a folder is followed by nobody who builds for x86.
    return entry.isFile() || (entry.isSymbolicLink() && isFile(join(root, path))) ? [path] : [];
  });
}

function isFile(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
