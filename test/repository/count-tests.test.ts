import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const script = path.resolve('scripts/count-tests.mjs');

/** The last lines of `.ci/run` after a run that left these reports. */
function told(status: number, reports: Readonly<Record<string, unknown>>): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'count-tests-'));
  try {
    mkdirSync(path.join(folder, '.cache/tests'), { recursive: true });
    for (const [name, report] of Object.entries(reports))
      writeFileSync(path.join(folder, '.cache/tests', name), JSON.stringify(report));
    return execFileSync(process.execPath, [script, String(status)], { cwd: folder, encoding: 'utf8' })
      .trim()
      .split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const one = (fullName: string, status: string, ...failureMessages: readonly string[]) => ({
  fullName,
  status,
  failureMessages,
});

test('a step is a test, or the tests that it reports', () => {
  const steps = [
    { name: 'lint', passed: true },
    { name: 'browser tests', passed: true },
  ];
  const report = { numPassedTests: 2, numFailedTests: 0, testResults: [] };
  expect(told(0, { 'steps.json': steps, 'browser.json': report })).toEqual(['3 passed, 0 failed']);
});

test('a test that failed, and one that passed on its second try, are named with the reason', () => {
  const assertionResults = [
    one('keeps', 'passed'),
    one('breaks', 'failed', 'Error: broken\n  at here'),
    one('wavers', 'passed', 'Error: late'),
  ];
  const testResults = [{ name: 'a.test.ts', status: 'failed', message: '', assertionResults }];
  const report = { numPassedTests: 2, numFailedTests: 1, testResults };
  const lines = told(1, { 'steps.json': [{ name: 'browser tests', passed: false }], 'browser.json': report });
  expect(lines.join('\n')).toMatch(
    /^failed: \S*a\.test\.ts: breaks\n {2}Error: broken\n {4}at here\nsecond try: \S*a\.test\.ts: wavers\n {2}Error: late\n2 passed, 1 failed$/,
  );
});

test('a run that ends before it reports has failed', () => {
  expect(told(1, {})).toEqual(['0 passed, 1 failed']);
  expect(told(1, { 'steps.json': [{ name: 'browser tests', passed: false }] })).toEqual(['0 passed, 1 failed']);
});

test('the outside tests count, skipped ones too, and say why they were skipped or what they found', () => {
  const assertionResults = [
    { ...one('compiles', 'passed'), meta: { notes: ['Linux 6.1, 6.1.176-1: other'] } },
    { ...one('spins', 'skipped'), meta: { notes: ['spin cannot be run here'] } },
    one('breaks', 'failed', 'Error: broken'),
  ];
  const testResults = [{ name: 'a.test.ts', status: 'failed', message: '', assertionResults }];
  const outside = { success: false, numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, testResults };
  const lines = told(1, { 'steps.json': [{ name: 'lint', passed: true }], 'outside.json': outside });
  expect(lines.at(-1)).toBe('2 passed, 1 failed, 1 skipped');
  expect(lines.join('\n')).toMatch(
    /^failed: \S*a\.test\.ts: breaks\n.*\nnote: \S*: compiles\n {2}Linux 6\.1, 6\.1\.176-1: other\nskipped: \S*: spins\n {2}spin cannot/,
  );
});
