import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../node/usage-error.ts';
import type { Tree } from './compare.ts';

/** Where the code that the contract is about has lived so far. */
const FOLDERS = ['arch/x86', 'include/linux', 'kernel/events', 'kernel/sched', 'virt/kvm'];

/** A kernel tree on disk. Throws a UsageError where the directory holds none. */
export function openTree(directory: string): Tree {
  if (!existsSync(path.join(directory, 'arch/x86/kvm'))) {
    throw new UsageError(`${directory}: no kernel tree; expected a directory with arch/x86/kvm in it`);
  }
  const read = (file: string): string | undefined => {
    const full = path.join(directory, file);
    return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
  };
  let sources: { readonly file: string; readonly text: string }[] | undefined;
  return {
    read,
    candidates(symbol) {
      sources ??= FOLDERS.flatMap((folder) => sourceFiles(directory, folder)).map((file) => ({
        file,
        text: read(file) ?? '',
      }));
      const name = symbol.replace(/^(struct|union|enum) /, '').replace(/\(\)$/, '');
      return sources.filter(({ text }) => text.includes(name)).map(({ file }) => file);
    },
  };
}

function sourceFiles(directory: string, folder: string): string[] {
  if (!existsSync(path.join(directory, folder))) return [];
  return readdirSync(path.join(directory, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourceFiles(directory, file);
      return /\.[ch]$/.test(entry.name) ? [file] : [];
    });
}

/** The version that the Makefile of a tree names, for example `6.1.192`. */
export function versionOf(tree: Tree): string {
  const makefile = tree.read('Makefile') ?? '';
  const part = (name: string): string | undefined => new RegExp(`^${name} = (\\d+)`, 'm').exec(makefile)?.[1];
  const parts = [part('VERSION'), part('PATCHLEVEL'), part('SUBLEVEL')];
  if (parts.includes(undefined))
    throw new UsageError('the Makefile of the tree names no VERSION, PATCHLEVEL, SUBLEVEL');
  return parts.join('.');
}
