import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from './measure.ts';

/** `spin` with a C compiler, as the peer of exhaustive search. */
interface Spin {
  readonly version: string;
  /** Compiles a verifier for a Promela text. */
  compile(name: string, promela: string): Verifier;
  /** Removes what was compiled. */
  close(): void;
}

interface Verifier {
  run(): Measurement;
}

const FLAGS = ['-O2', '-DSAFETY', '-DNOREDUCE'];

/** Undefined where `spin` or `gcc` is not installed. */
export function findSpin(): Spin | undefined {
  try {
    const version = execFileSync('spin', ['-V'], { encoding: 'utf8' }).trim();
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    const folder = mkdtempSync(join(tmpdir(), 'lbr-spin-'));
    return {
      version: `${version}, gcc ${FLAGS.join(' ')}`,
      compile: (name, promela) => compile(folder, name, promela),
      close: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch {
    return undefined;
  }
}

function compile(folder: string, name: string, promela: string): Verifier {
  writeFileSync(join(folder, `${name}.pml`), promela);
  execFileSync('spin', ['-a', `${name}.pml`], { cwd: folder, stdio: 'ignore' });
  execFileSync('gcc', [...FLAGS, '-w', '-o', name, 'pan.c'], { cwd: folder });
  return { run: () => runVerifier(join(folder, name)) };
}

function runVerifier(pan: string): Measurement {
  const start = performance.now();
  const text = execFileSync(pan, ['-m2000000', '-w24'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const wall = (performance.now() - start) / 1000;
  const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  if (number(/errors: (\d+)/) !== 0) throw new Error(`spin reports an error:\n${text}`);
  // The time that pan prints has two digits and leaves out what it takes to set up; for short runs the clock says more.
  const printed = number(/elapsed time ([\d.]+) seconds/);
  const seconds = printed >= 0.5 ? printed : wall;
  const mebibytes = number(/([\d.]+)\s+total actual memory usage/);
  return { seconds, count: number(/(\d+) states, stored/), bytes: 0, peak: mebibytes * 2 ** 20 };
}
