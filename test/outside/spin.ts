import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a verifier of spin has found. */
export interface SpinRun {
  readonly errors: number;
  readonly states: number;
  readonly transitions: number;
  readonly text: string;
}

/** Exports to Promela, spin and a C compiler, all in one temporary folder. */
export class SpinFolder {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'lbr-promela-'));

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** `lbr-contract export promela` with these arguments. */
  export(...args: string[]): SpawnSyncReturns<string> {
    const command = path.resolve('bin/lbr-contract.mjs');
    return this.#run('node', command, 'export', 'promela', '--out', this.#folder, ...args);
  }

  /** Makes the verifier of an exported file and runs it. */
  verify(file: string, compile: readonly string[], options: readonly string[]): SpinRun {
    this.#must('spin', '-a', file);
    this.#must('gcc', '-O1', '-w', '-DNOREDUCE', ...compile, '-o', 'pan', 'pan.c');
    const { stdout } = this.#run('./pan', '-E', '-m1000000', ...options);
    const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
    return {
      errors: number(/errors: (\d+)/),
      states: number(/(\d+) states, stored/),
      transitions: number(/(\d+) transitions/),
      text: stdout,
    };
  }

  #must(command: string, ...args: string[]): void {
    const { status, stdout, stderr } = this.#run(command, ...args);
    if (status !== 0 || stderr !== '') throw new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
  }

  #run(command: string, ...args: string[]): SpawnSyncReturns<string> {
    return spawnSync(command, args, { cwd: this.#folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  }
}
