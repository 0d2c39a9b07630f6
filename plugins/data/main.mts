// Prints the data of the site as JSON. A process of its own, so that an edited rule is read afresh and the modules of
// the specification are loaded as the command line loads them.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { comparedHash } from '../../ground-truth/hash.ts';
import { agentHash, cpuHash, judgeHash } from '../../src/node/lab-hashes.ts';
import { withheldIn } from '../../src/node/withheld.ts';
import { ruleLabs } from '../../src/site-data/rule-lab.ts';
import { collect } from './collect.ts';
import { readEvidence } from './evidence.ts';
import { loadSpec } from './load-spec.ts';
import { ruleOfTrace } from './published-files.ts';
import type { Evidence } from './withhold.ts';

const root = path.resolve(import.meta.dirname, '../..');
try {
  const withheld = withheldIn(root);
  const evidence = readEvidence(root, withheld);
  const data = collect(root, loadSpec(), evidence, comparedHash(), withheld, labsOf(evidence, withheld));
  process.stdout.write(JSON.stringify(data));
} catch (error) {
  // What is wrong is in the message; where the site's code noticed it helps nobody who writes a rule.
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n\n`);
  process.exitCode = 1;
}

function labsOf({ lab, verdicts }: Evidence, withheld: ReadonlySet<string>) {
  const folder = path.join(root, 'static/lab');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const traces = new Set(files.filter((file) => !withheld.has(ruleOfTrace(file) ?? '')));
  const today = { model: verdicts.modelHash, agent: agentHash(root), cpu: cpuHash(root), judge: judgeHash(root) };
  return lab === undefined ? [] : ruleLabs(lab, today, traces);
}
