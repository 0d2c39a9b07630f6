import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { UsageError } from './usage-error.ts';

/** The text of a file, or of standard input for `-`. Throws a UsageError that names the file and what is wrong with it. */
export async function readInput(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  return failing(file, () => readFileSync(file, 'utf8'));
}

/**
 * Throws a UsageError where `writeWhole()` could not write `file`: asked before long work, as an answer after it is
 * late. Makes the folder.
 */
export function checkWritable(file: string): void {
  failing(file, () => {
    const { folder, target } = place(file);
    if (!statSync(folder).isDirectory()) throw new UsageError(`${file}: a part of the path is not a directory`);
    if (existsSync(target) && statSync(target).isDirectory()) throw new UsageError(`${file}: is a directory`);
    accessSync(writtenInPlace(target) ? target : folder, constants.W_OK);
  });
}

/**
 * Writes a file whole or not at all, and makes its folder; what is not a regular file, a pipe or a terminal, is written to
 * as it is. Throws a UsageError that names the file and what is wrong.
 */
export function writeWhole(file: string, content: string): void {
  failing(file, () => {
    const { target } = place(file);
    if (writtenInPlace(target)) {
      writeFileSync(target, content);
      return;
    }
    const part = `${target}.${process.pid}.part`;
    try {
      writeFileSync(part, content);
      renameSync(part, target);
    } finally {
      rmSync(part, { force: true });
    }
  });
}

/** The .json files of a folder, by name. Throws a UsageError that names the option where there is none. */
export function jsonFilesIn(folder: string, option: string): readonly string[] {
  const names = failing(`${option} ${folder}`, () => readdirSync(folder))
    .filter((name) => name.endsWith('.json'))
    .toSorted();
  if (names.length > 0) return names.map((name) => path.join(folder, name));
  throw new UsageError(`${option} ${folder}: holds no .json file; expected the shards of one run`);
}

/** Whether it is there and no regular file: nothing can be renamed to it, and its folder, /dev for one, may be closed to us. */
function writtenInPlace(target: string): boolean {
  return existsSync(target) && !statSync(target).isFile();
}

/** Where a file really is, with the links to it followed: a rename would replace the link. */
function place(file: string): { readonly folder: string; readonly target: string } {
  const target = existsSync(file) ? realpathSync(file) : path.resolve(file);
  const folder = path.dirname(target);
  makeFolder(folder);
  return { folder, target };
}

/** Step by step: `recursive` of Node never comes back from a place like /proc that takes no folder. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  EEXIST: 'a part of the path is not a directory',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
};

/** Why the file system refused, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error ? REASONS[String(error.code)] : undefined) ?? error.message;
}

function failing<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}
