import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../../../node/usage-error.ts';
import { withoutLongLines } from './long-lines.ts';

/** A semantic patch, and the files of a kernel tree that it changes. */
interface SemanticPatch {
  readonly name: string;
  /** Path of the .cocci file. */
  readonly cocci: string;
  readonly files: readonly string[];
}

/** Throws a UsageError of one line where a program is not there. */
export function requirePrograms(): void {
  for (const [program, debian] of [
    ['spatch', 'coccinelle'],
    ['git', 'git'],
  ]) {
    if (spawnSync(program, ['--version']).error !== undefined) {
      throw new UsageError(
        `${program} cannot be run here, and the pieces are applied with it (Debian: apt-get install ${debian})`,
      );
    }
  }
}

/**
 * What the semantic patch makes of its files; `texts` has what earlier ones made of them. Throws a UsageError where a file
 * is missing, and where the patch does not parse, or matches nothing in one of its files: spatch ends with status 0 then.
 */
export function applyPiece(
  { name, cocci, files }: SemanticPatch,
  tree: string,
  texts: ReadonlyMap<string, string>,
): Map<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-series-'));
  try {
    return new Map(
      files.map((file) => {
        const before = texts.get(file) ?? readTreeFile(tree, file);
        const copy = path.join(folder, file);
        mkdirSync(path.dirname(copy), { recursive: true });
        writeFileSync(copy, before);
        const run = spawnSync('spatch', ['--very-quiet', '--in-place', '--sp-file', cocci, copy], { encoding: 'utf8' });
        const after = readFileSync(copy, 'utf8');
        if (run.status === 0 && after !== before) return [file, withoutLongLines(before, after)];
        const said = (run.stderr + run.stdout).trim().split('\n').at(-1) ?? '';
        throw new UsageError(
          `${name} changes nothing in ${path.join(tree, file)}${said === '' ? '' : `: spatch: ${said}`}`,
        );
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function readTreeFile(tree: string, file: string): string {
  const place = path.join(tree, file);
  if (!existsSync(place)) throw new UsageError(`${place}: no such file; expected a kernel tree with it`);
  return readFileSync(place, 'utf8');
}

/** The difference between two states of files, as git writes it, with the summary of lines. */
export function diffOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-series-'));
  try {
    for (const [side, texts] of [
      ['a', before],
      ['b', after],
    ] as const) {
      for (const [file, text] of texts) {
        const place = path.join(folder, side, file);
        mkdirSync(path.dirname(place), { recursive: true });
        writeFileSync(place, text);
      }
    }
    const options = [
      '--no-index',
      '--no-prefix',
      '--no-color',
      '--no-ext-diff',
      '--abbrev=12',
      '--diff-algorithm=myers',
    ];
    const { stdout } = spawnSync('git', ['diff', ...options, '--stat=72', '-p', 'a', 'b'], {
      cwd: folder,
      encoding: 'utf8',
      // The settings of whoever runs it change nothing.
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' },
    });
    return stdout.replaceAll(/^ \{a => b\}\//gm, ' ');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
