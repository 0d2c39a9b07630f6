// Writes the cases of the existing tests as scenarios that `replay` takes, one file for each.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';

const folder = 'scenarios/conformance';
const { conformanceCases, scenarioOf } = await tsImport('../src/spec/scenario/conformance.ts', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(`${folder}/${name}`);
for (const one of conformanceCases)
  writeFileSync(`${folder}/${one.id}.json`, `${JSON.stringify(scenarioOf(one, 'contract'), null, 1)}\n`);
process.stdout.write(`wrote ${conformanceCases.length} cases to ${folder}\n`);
