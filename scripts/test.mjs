// `npm test`: everything that a change has to pass. A step that fails does not hide the steps after it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { runStep, runTogether, tool } from './steps.mjs';

const results = '.cache/tests';
const npm = (script, ...args) => ['npm', 'run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])];
const reportTo = (file) => ['--reporter=default', '--reporter=json', `--outputFile.json=${results}/${file}`];

/** @typedef {import('./steps.mjs').Step} Step */

/** @type {readonly Step[]} */
const sources = [
  ['lock file', 'node', 'scripts/lockdoctor.mjs'],
  ['format', ...tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['lint', ...tool('oxlint/bin/oxlint'), '--deny-warnings', '.'],
  ['types', ...tool('typescript/bin/tsc'), '-p', '.'],
];
/** Each of them uses all cores. @type {readonly Step[]} */
const runs = [
  ['verify', ...npm('verify')],
  ['unit and property tests', ...tool('vitest/vitest.mjs'), 'run', ...reportTo('unit.json')],
  ['site build', ...npm('build')],
  ['browser tests', ...npm('test:browser', ...reportTo('browser.json'))],
];

mkdirSync(results, { recursive: true });
const statuses = [...(await runTogether(sources)), ...runs.map(runStep)];
const outcome = [...sources, ...runs].map(([name], index) => ({ name, passed: statuses[index] === 0 }));
writeFileSync(`${results}/steps.json`, `${JSON.stringify(outcome, null, 2)}\n`);

const failed = outcome.filter((step) => !step.passed).map((step) => step.name);
process.stdout.write(failed.length === 0 ? '\nAll steps passed.\n' : `\nFailed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
