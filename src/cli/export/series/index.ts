import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../node/package-root.ts';
import { readPieces } from '../../../node/pieces.ts';
import { isFor } from '../../../spec/lab/piece.ts';
import { UsageError } from '../../../node/usage-error.ts';
import { openTree, versionOf } from '../../drift/tree.ts';
import { oneOfValues } from '../../options.ts';
import type { ExportChoice, ExportedFile, ExportTarget } from '../target.ts';
import { applyPiece, diffOf, readTreeFile, requirePrograms } from './apply.ts';
import { patchText, readMessage } from './message.ts';

/** A longer series finds no reviewer. */
const MOST = 6;

export const series: ExportTarget = {
  summary: 'patches for a kernel tree, made from the pieces of series/; --kernel names the tree, --out a directory',
  takes: ['kernel', 'signOff', 'trailer', 'piece'],
  async files(_out, choice = {}) {
    const tree = choice.kernel;
    if (tree === undefined) throw new UsageError('series is for one kernel; expected --kernel DIR');
    const version = versionOf(openTree(tree));
    const author = authorOf(choice, tree);
    const root = path.join(packageRoot(), 'series');
    if (!existsSync(root)) throw new UsageError('the pieces are in the repository only, and not in a package');
    requirePrograms();
    const pieces = chosenPieces(root, version, choice.piece);
    const texts = new Map<string, string>();
    const base = commitOf(tree);
    return pieces.map((piece, index): ExportedFile => {
      const folder = path.join(root, piece.name);
      const cocci = path.join(folder, 'change.cocci');
      const before = new Map(piece.files.map((file) => [file, texts.get(file) ?? readTreeFile(tree, file)]));
      const after = applyPiece({ name: piece.name, cocci, files: piece.files }, tree, texts);
      for (const [file, text] of after) texts.set(file, text);
      const text = patchText({
        message: readMessage(folder),
        number: pieces.length === 1 ? '' : `${index + 1}/${pieces.length}`,
        author,
        trailers: choice.trailer ?? [],
        rules: piece.rules,
        cost: piece.cost,
        cocci: readFileSync(cocci, 'utf8').replace(/^\/\/ SPDX.*\n/, ''),
        diff: diffOf(before, after),
        version,
        base,
      });
      return { path: `${String(index + 1).padStart(4, '0')}-${piece.name}.patch`, text };
    });
  },
  next: [
    'In the tree: git am FILES, scripts/checkpatch.pl --strict FILES, scripts/get_maintainer.pl FILES.',
    'Nothing was built or tested with them, and nothing was sent. A person does that, and writes the cover letter.',
  ].join('\n'),
};

/** The pieces that are named, or the first of series/order.txt that are for the version. Throws a UsageError for none. */
function chosenPieces(root: string, version: string, named: readonly string[] | undefined) {
  const pieces = readPieces(path.dirname(root));
  const order = readFileSync(path.join(root, 'order.txt'), 'utf8').match(/^[a-z][\w-]+$/gm) ?? [];
  const kernel = version.split('.').slice(0, 2).join('.');
  const names = named?.map((name) => oneOfValues('--piece', name, order));
  const chosen = order.flatMap((name) =>
    pieces.filter((piece) => piece.name === name && (names?.includes(name) ?? true)),
  );
  const fits = chosen.filter((piece) => isFor(piece, kernel));
  const misfit = chosen.find((piece) => !isFor(piece, kernel));
  if (names !== undefined && misfit !== undefined) {
    throw new UsageError(`${misfit.name} is for Linux ${misfit.only?.join(', ')}, and the tree is ${version}`);
  }
  return names === undefined ? fits.slice(0, MOST) : fits;
}

/** Whoever signs off: from the option, or from git's settings in the tree. Throws a UsageError where neither says it. */
function authorOf({ signOff }: ExportChoice, tree: string): string {
  const setting = (name: string): string =>
    spawnSync('git', ['-C', tree, 'config', name], { encoding: 'utf8' }).stdout?.trim() ?? '';
  const [name, address] = [setting('user.name'), setting('user.email')];
  const author = signOff ?? (name !== '' && address !== '' ? `${name} <${address}>` : undefined);
  if (author === undefined) {
    throw new UsageError(
      'a patch is signed off by a person: expected --sign-off "NAME <ADDRESS>", or user.name and user.email of git',
    );
  }
  if (!/^[^<>@]+ <[^<>@\s]+@[^<>@\s]+>$/.test(author)) {
    throw new UsageError(`--sign-off: found "${author}", expected NAME <ADDRESS>`);
  }
  return author;
}

function commitOf(tree: string): string | undefined {
  const top = spawnSync('git', ['-C', tree, 'rev-parse', '--show-prefix', 'HEAD'], { encoding: 'utf8' });
  if (top.status !== 0) return undefined;
  const [prefix, commit] = top.stdout.split('\n');
  return prefix === '' ? commit : undefined;
}
