import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { report } from '../../src/spec/report/index.ts';
import { declaredViolation, fileOf, held, notApplicable, sample } from '../report/sample.ts';
import { cannotRun, needs, needsKernel } from './report.ts';

const good = report(fileOf([held, declaredViolation, notApplicable]), 'ktap');
const bad = report(sample, 'ktap');

describe('kunit.py of the kernel', () => {
  const parse = (context: TestContext, ktap: string): { stdout: string; status: number | null } => {
    needs(context, 'python3');
    const { tree } = needsKernel(context, '6.1');
    const kunit = path.join(tree, 'tools/testing/kunit/kunit.py');
    if (!existsSync(kunit)) cannotRun(context, `${kunit} is missing`);
    return spawnSync('python3', ['-B', kunit, 'parse'], { input: ktap, encoding: 'utf8' });
  };

  test('parses the report, and counts as we do', (context) => {
    const { stdout, status } = parse(context, bad);
    expect(stdout).toContain('Ran 4 tests: passed: 2, failed: 1, skipped: 1');
    expect(stdout).not.toContain('[ERROR]');
    expect(status).toBe(1);
  });

  test('is content with a report in which all is as declared', (context) => {
    const { stdout, status } = parse(context, good);
    expect(stdout).toContain('Ran 3 tests: passed: 2, skipped: 1');
    expect(status).toBe(0);
  });
});

test('prove passes a report in which all is as declared, and fails another', (context) => {
  needs(context, 'prove');
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-prove-'));
  const judge = (ktap: string): { stdout: string; status: number | null } => {
    writeFileSync(path.join(folder, 'report'), ktap);
    return spawnSync('prove', ['--exec', 'cat', path.join(folder, 'report')], { encoding: 'utf8' });
  };
  try {
    expect(judge(good)).toMatchObject({ status: 0, stdout: expect.stringContaining('Result: PASS') as string });
    expect(judge(bad)).toMatchObject({ status: 1, stdout: expect.stringContaining('Failed test:  2') as string });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
