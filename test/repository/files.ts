import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** The files of the repository, new ones included, ignored ones not. Paths with `/`, relative to its root. */
export function repositoryFiles(): readonly string[] {
  const list = (...flags: string[]): string[] =>
    execFileSync('git', ['ls-files', '-z', ...flags], { encoding: 'utf8' })
      .split('\0')
      .filter(Boolean);
  const deleted = new Set(list('--deleted'));
  return [...new Set(list('--cached', '--others', '--exclude-standard'))].filter((file) => !deleted.has(file)).sort();
}

export function sourceFiles(folder: string): readonly string[] {
  return repositoryFiles().filter((file) => file.startsWith(folder) && /\.(ts|tsx|mts|mjs)$/.test(file));
}

export function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}

/** What a file imports, as it is written there: static, dynamic, type-only and re-exports. */
export function importsOf(file: string): readonly string[] {
  return ts.preProcessFile(textOf(file)).importedFiles.map((imported) => imported.fileName);
}

/** The files of the repository that a file imports; packages are left out. */
export function importedFiles(file: string): readonly string[] {
  return importsOf(file).flatMap((specifier) => {
    if (specifier.startsWith('@site/')) return specifier.slice('@site/'.length);
    if (specifier.startsWith('@spec/')) return `src/spec/${specifier.slice('@spec/'.length)}`;
    return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : [];
  });
}
