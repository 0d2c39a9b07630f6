// Prints the data of the site as JSON. A process of its own, so that an edited rule is read afresh and the modules of
// the specification are loaded as the command line loads them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { comparedHash } from '../../ground-truth/hash.ts';
import type { Reproductions } from '../../ground-truth/reproductions.ts';
import type { VerdictFile } from '../../src/spec/verify/verdict-file.ts';
import type { LabResults } from '../../src/site-data/lab.ts';
import { collect } from './collect.ts';
import { loadSpec } from './load-spec.ts';

const root = path.resolve(import.meta.dirname, '../..');
try {
  const file = JSON.parse(readFileSync(path.join(root, 'verdicts/verdicts.json'), 'utf8')) as VerdictFile;
  const reproductions = JSON.parse(
    readFileSync(path.join(root, 'ground-truth/reproductions.json'), 'utf8'),
  ) as Reproductions;
  const lab = path.join(root, 'lab/results.json');
  const results = existsSync(lab) ? (JSON.parse(readFileSync(lab, 'utf8')) as LabResults) : undefined;
  process.stdout.write(
    JSON.stringify(collect(root, loadSpec(), file, { reproductions, today: comparedHash() }, results)),
  );
} catch (error) {
  // What is wrong is in the message; where the site's code noticed it helps nobody who writes a rule.
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n\n`);
  process.exitCode = 1;
}
