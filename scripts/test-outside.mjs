// `npm run test:outside`: the tests of test/outside, and then in a line each what was not run here and why, and what was found
// in a version that nobody has reviewed. Takes the arguments of vitest: `npm run test:outside -- drift`.
import { mkdirSync, rmSync } from 'node:fs';
import { readReport, tellNotes } from './report.mjs';
import { runStep, tool } from './steps.mjs';

const results = '.cache/tests';
mkdirSync(results, { recursive: true });
rmSync(`${results}/outside.json`, { force: true });
process.exitCode = runStep([
  'outside tests',
  ...tool('vitest/vitest.mjs'),
  'run',
  '--config',
  'vitest.outside.config.mts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}/outside.json`,
  ...process.argv.slice(2),
]);
const report = readReport('outside.json', results);
if (report !== undefined) {
  tellNotes(report);
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
}
