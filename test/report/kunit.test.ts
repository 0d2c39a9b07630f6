import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { report } from '../../src/spec/report/index.ts';
import { kernelTree } from '../kernel-tree.ts';
import { declaredViolation, fileOf, held, notApplicable, sample } from './sample.ts';

const good = report(fileOf([held, declaredViolation, notApplicable]), 'ktap');
const bad = report(sample, 'ktap');

const kunit = path.join(kernelTree('6.1') ?? '', 'tools/testing/kunit/kunit.py');

describe.skipIf(!existsSync(kunit))('kunit.py of the kernel', () => {
  const parse = (ktap: string): { stdout: string; status: number | null } =>
    spawnSync('python3', ['-B', kunit, 'parse'], { input: ktap, encoding: 'utf8' });

  test('parses the report, and counts as we do', () => {
    const { stdout, status } = parse(bad);
    expect(stdout).toContain('Ran 4 tests: passed: 2, failed: 1, skipped: 1');
    expect(stdout).not.toContain('[ERROR]');
    expect(status).toBe(1);
  });

  test('is content with a report in which all is as declared', () => {
    const { stdout, status } = parse(good);
    expect(stdout).toContain('Ran 3 tests: passed: 2, skipped: 1');
    expect(status).toBe(0);
  });
});

describe.skipIf(spawnSync('prove', ['--version']).status !== 0)('prove', () => {
  const judge = (ktap: string): { stdout: string; status: number | null } => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lbr-prove-'));
    try {
      writeFileSync(path.join(folder, 'report'), ktap);
      return spawnSync('prove', ['--exec', 'cat', path.join(folder, 'report')], { encoding: 'utf8' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('passes a report in which all is as declared, and fails another', () => {
    expect(judge(good)).toMatchObject({ status: 0, stdout: expect.stringContaining('Result: PASS') as string });
    expect(judge(bad)).toMatchObject({ status: 1, stdout: expect.stringContaining('Failed test:  2') as string });
  });
});
