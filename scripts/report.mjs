// Reads the reports of test runs, and tells what they have to say.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** The JSON report of vitest, or undefined where the run left none. */
export function readReport(name, results) {
  const file = `${results}/${name}`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Each failed test by name, and each that passed on its second try, with the reason. */
export function tellFailures(report) {
  for (const { name, status, message, assertionResults } of report.testResults ?? []) {
    const failures = assertionResults.filter((one) => one.status === 'failed');
    for (const one of assertionResults) {
      const [why] = one.failureMessages;
      if (why !== undefined) tell(failures.includes(one) ? 'failed' : 'second try', titleOf(name, one), why);
    }
    if (status === 'failed' && failures.length === 0) tell('failed', relative('.', name), message);
  }
}

/** What tests said beside passing: why they were skipped, or what they found in a version that nobody has reviewed. */
export function tellNotes(report) {
  for (const { name, assertionResults } of report.testResults ?? []) {
    for (const one of assertionResults) {
      for (const note of one.meta?.notes ?? [])
        tell(one.status === 'passed' ? 'note' : 'skipped', titleOf(name, one), note, 60);
    }
  }
}

const titleOf = (file, { fullName }) => `${relative('.', file)}: ${fullName}`;

function tell(how, what, why, lines = 4) {
  process.stdout.write(`${how}: ${what}\n  ${String(why).split('\n').slice(0, lines).join('\n  ')}\n`);
}
