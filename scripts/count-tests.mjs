// Prints one line, `N passed, N failed`, from what the last `npm test` left in .cache/tests.
// A step counts as one test; a step that reports its single tests counts as those instead. Before that line, each failed
// test by name, and each that passed on its second try: the log of a run is long, and often only its end is kept.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const results = '.cache/tests';
const read = (name) => JSON.parse(readFileSync(`${results}/${name}`, 'utf8'));
const reported = { 'unit and property tests': 'unit.json', 'browser tests': 'browser.json' };

let passed = 0;
let failed = 0;
const steps = existsSync(`${results}/steps.json`) ? read('steps.json') : [];
for (const step of steps) {
  const file = reported[step.name];
  const report = file !== undefined && readdirSync(results).includes(file) ? read(file) : undefined;
  passed += report?.numPassedTests ?? Number(step.passed);
  for (const { name, status, message, assertionResults } of report?.testResults ?? []) {
    const failures = assertionResults.filter((one) => one.status === 'failed');
    for (const one of assertionResults) {
      const [why] = one.failureMessages;
      if (why !== undefined)
        tell(failures.includes(one) ? 'failed' : 'second try', `${relative('.', name)}: ${one.fullName}`, why);
    }
    if (status === 'failed' && failures.length === 0) tell('failed', relative('.', name), message);
  }
  // A run that fails outside its tests, at an import say, still is a failure.
  failed += report ? Math.max(report.numFailedTests, Number(!step.passed)) : Number(!step.passed);
}
// The install failed, or `npm test` ended before it could say anything.
if (process.argv[2] !== '0' && failed === 0) failed = 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

function tell(how, what, why) {
  process.stdout.write(`${how}: ${what}\n  ${String(why).split('\n').slice(0, 4).join('\n  ')}\n`);
}
