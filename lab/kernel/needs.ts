// What a kernel is built with, looked for before any work.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lacking } from '../machine/unpack.ts';

/** Programs, with Debian's package of each. */
const PROGRAMS: readonly (readonly [program: string, debian: string])[] = [
  ['make', 'make'],
  ['gcc', 'gcc'],
  ['ld', 'binutils'],
  ['strip', 'binutils'],
  ['flex', 'flex'],
  ['bison', 'bison'],
  ['bc', 'bc'],
  ['perl', 'perl'],
];

const HEADER = 'gelf.h';

/** Throws Lacking in one line that names all of what is lacking. */
export function requireBuildTools(): void {
  const lacking = PROGRAMS.filter(([program]) => !isThere(program)).map(([program, debian]) => ({ program, debian }));
  if (lacking.length === 0 && !hasHeader()) lacking.push({ program: HEADER, debian: 'libelf-dev' });
  refuse(lacking);
}

/** Throws Lacking where a program that applies changes is not there. */
export function requireProgram(program: 'spatch' | 'patch'): void {
  if (!isThere(program)) refuse([{ program, debian: program === 'spatch' ? 'coccinelle' : program }]);
}

/** The compiler as it names itself: `gcc (Debian 12.2.0-14) 12.2.0`. */
export const compilerName = (): string =>
  spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n', 1)[0] ?? '';

function refuse(lacking: readonly { readonly program: string; readonly debian: string }[]): void {
  if (lacking.length === 0) return;
  const programs = lacking.map(({ program }) => program).join(', ');
  const packages = [...new Set(lacking.map(({ debian }) => debian))].join(' ');
  throw new Lacking(`to build a kernel, lacking: ${programs} (Debian: apt-get install ${packages})`);
}

const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** objtool, a program of the kernel's own build, reads ELF files with libelf. */
function hasHeader(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'lab-elf-'));
  try {
    const source = join(folder, 'elf.c');
    writeFileSync(source, `#include <${HEADER}>\n`);
    return spawnSync('gcc', ['-fsyntax-only', source]).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
