// Prints the data of the site as JSON. A process of its own, so that an edited rule is read afresh and the modules of
// the specification are loaded as the command line loads them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { comparedHash } from '../../ground-truth/hash.ts';
import type { Reproductions } from '../../ground-truth/reproductions.ts';
import type { VerdictFile } from '../../src/spec/verify/verdict-file.ts';
import { agentHash, cpuHash, judgeHash } from '../../src/node/lab-hashes.ts';
import { ruleLabs } from '../../src/site-data/rule-lab.ts';
import type { LabResults } from '../../src/spec/lab/results.ts';
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
  const code = { reproductions, today: comparedHash() };
  process.stdout.write(JSON.stringify(collect(root, loadSpec(), file, code, results, labsOf(results, file.modelHash))));
} catch (error) {
  // What is wrong is in the message; where the site's code noticed it helps nobody who writes a rule.
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n\n`);
  process.exitCode = 1;
}

function labsOf(results: LabResults | undefined, model: string) {
  const folder = path.join(root, 'static/lab');
  const traces = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const today = { model, agent: agentHash(root), cpu: cpuHash(root), judge: judgeHash(root) };
  return results === undefined ? [] : ruleLabs(results, today, traces);
}
