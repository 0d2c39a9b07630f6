// Changes of a kernel's source: a piece of series/, a semantic patch, or a patch in unified format.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readPieces } from '../../src/node/pieces.ts';
import { original } from './originals.ts';
import { requireProgram } from './needs.ts';

export interface Change {
  readonly name: string;
  /** A .cocci file, or a patch. */
  readonly path: string;
  /** The files of the tree that it changes, each of which it has to change. */
  readonly files: readonly string[];
}

/** A change that cannot be applied: says which, to what file, and what was expected. */
class ChangeError extends Error {
  override readonly name = 'ChangeError';
}

/** A piece of series/ by its name, or a patch by its path. Throws a ChangeError. */
export function pieceOrPatch(root: string, text: string): Change {
  const piece = readPieces(root).find(({ name }) => name === text);
  if (piece !== undefined) return { name: text, path: join(root, 'series', text, 'change.cocci'), files: piece.files };
  if (!existsSync(text))
    throw new ChangeError(
      `--patch: found "${text}", expected a file, or one of ${readPieces(root)
        .map(({ name }) => name)
        .join(', ')}`,
    );
  return { name: text, path: resolve(text), files: filesOfPatch(text, readFileSync(text, 'utf8')) };
}

/** The files that a patch in unified format changes. Throws a ChangeError for one that makes or removes files. */
export function filesOfPatch(name: string, text: string): string[] {
  const files = [...text.matchAll(/^--- (\S+).*\n\+\+\+ (\S+)/gm)].map(([, before, after]) => {
    if (before === '/dev/null' || after === '/dev/null')
      throw new ChangeError(`${name}: it makes or removes a file; build the changed tree with --source DIR`);
    return after.replace(/^[^/]+\//, '');
  });
  if (files.length === 0) throw new ChangeError(`${name}: expected a patch in unified format, with --- and +++ lines`);
  return [...new Set(files)];
}

/**
 * The contents of the files that the changes change, applied one after the other to the originals of the tree. Throws a
 * ChangeError where one cannot be applied, or changes nothing in a file that it names; Lacking.
 */
export function changedContents(tree: string, changes: readonly Change[]): Map<string, string> {
  const contents = new Map<string, string>();
  const folder = mkdtempSync(join(tmpdir(), 'lab-change-'));
  try {
    for (const change of changes) {
      const before = new Map(change.files.map((file) => [file, contents.get(file) ?? original(tree, file)]));
      for (const [file, text] of before) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      const said = change.path.endsWith('.cocci') ? semantic(change, folder) : unified(change, folder);
      for (const [file, text] of before) {
        const after = readFileSync(join(folder, file), 'utf8');
        if (after === text) throw new ChangeError(`${change.name} changes nothing in ${file}${said}`);
        contents.set(file, after);
      }
    }
    return contents;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** spatch ends with status 0 also where a patch does not parse, so that the files have to be compared. */
function semantic({ name, path, files }: Change, folder: string): string {
  requireProgram('spatch');
  let said = '';
  for (const file of files) {
    const options = ['--very-quiet', '--in-place', '--sp-file', path, join(folder, file)];
    const { status, stdout, stderr } = spawnSync('spatch', options, { encoding: 'utf8' });
    said += stdout + stderr;
    if (status !== 0) throw new ChangeError(`${name} cannot be applied to ${file}${lastLine(said)}`);
  }
  return lastLine(said);
}

function unified({ name, path }: Change, folder: string): string {
  requireProgram('patch');
  const options = ['-p1', '--forward', '--batch', '--no-backup-if-mismatch', '-d', folder, '-i', path];
  const { status, stdout } = spawnSync('patch', options, { encoding: 'utf8' });
  if (status !== 0) throw new ChangeError(`${name} cannot be applied${lastLine(stdout)}`);
  return '';
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `: ${line}`;
}
