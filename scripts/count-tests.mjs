// Prints one line, `N passed, N failed`, from what the last `npm test` and `npm run test:outside` left in .cache/tests, and
// `, N skipped` after it where tests were skipped. A step counts as one test; a step that reports its single tests counts as
// those instead. Before that line, each failed test by name, each that passed on its second try, and what the outside tests
// had to say: the log of a run is long, and often only its end is kept.
// The argument is the exit status of the run: a failure that left no trace is one.
import { existsSync, readFileSync } from 'node:fs';
import { readReport, tellFailures, tellNotes } from './report.mjs';

const results = '.cache/tests';
const reported = { 'unit and property tests': 'unit.json', 'browser tests': 'browser.json' };

let passed = 0;
let failed = 0;
let skipped = 0;
const steps = existsSync(`${results}/steps.json`) ? JSON.parse(readFileSync(`${results}/steps.json`, 'utf8')) : [];
for (const step of steps) {
  const report = step.name in reported ? readReport(reported[step.name], results) : undefined;
  if (report === undefined) {
    passed += Number(step.passed);
    failed += Number(!step.passed);
  } else count(report, step.passed);
}
const outside = readReport('outside.json', results);
if (outside !== undefined) {
  count(outside, outside.success !== false);
  tellNotes(outside);
}
// The install failed, or a run ended before it could say anything.
if (process.argv[2] !== '0' && failed === 0) failed = 1;
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);

function count(report, success) {
  tellFailures(report);
  passed += report.numPassedTests;
  // A run that fails outside its tests, at an import say, still is a failure.
  failed += Math.max(report.numFailedTests, Number(!success));
  skipped += report.numPendingTests ?? 0;
}
