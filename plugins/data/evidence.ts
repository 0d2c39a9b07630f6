import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Reproductions } from '../../ground-truth/reproductions.ts';
import type { LabResults } from '../../src/spec/lab/results.ts';
import type { VerdictFile } from '../../src/spec/verify/verdict-file.ts';
import { withhold, type Evidence } from './withhold.ts';

/** What runs have left in the repository, without the runs of the rules that are withheld. */
export function readEvidence(root: string, withheld: ReadonlySet<string>): Evidence {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const evidence: Evidence = {
    verdicts: read('verdicts/verdicts.json') as VerdictFile,
    reproductions: read('ground-truth/reproductions.json') as Reproductions,
    lab: existsSync(path.join(root, 'lab/results.json')) ? (read('lab/results.json') as LabResults) : undefined,
  };
  return withhold(evidence, withheld);
}
