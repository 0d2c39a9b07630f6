import path from 'node:path';
import type { VerdictFile } from '../../spec/verify/verdict-file.ts';
import { writeWhole } from '../../node/files.ts';

/** Writes the counterexample of every violated verdict on a design to `<folder>/<rule>/<design>.json`. */
export function saveCounterexamples({ verdicts }: VerdictFile, folder: string): void {
  for (const { rule, design, counterexample } of verdicts) {
    if (counterexample === undefined) continue;
    writeWhole(path.join(folder, rule, `${design}.json`), `${JSON.stringify(counterexample, null, 1)}\n`);
  }
}
