import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { UsageError } from '../../src/node/usage-error.ts';
import { checkTrace } from '../../src/cli/commands/check-trace.ts';

const TRACE = 'test/data/traces/kvm-lbr-not-exposed.ftrace';

function run(args: readonly string[], input?: Buffer): { status: number | null; stdout: string; stderr: string } {
  const result = spawnSync('node', ['bin/lbr-contract.mjs', 'check-trace', ...args], { input, encoding: 'utf8' });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

test('a violation gives exit status 1 and its line', () => {
  const { status, stdout } = run([TRACE]);
  expect(status).toBe(1);
  expect(stdout).toContain(`${TRACE}:316: LBR-DBG-24 violated: the guest writes 0x40 to DEBUGCTL (0x1d9)`);
  expect(stdout).toMatch(/^ +> 316 \|/m);
  expect(stdout).toContain('Assumed:');
});

test('gzip from standard input, with one rule, as KTAP', () => {
  const { status, stdout } = run(['-', '--rule', 'LBR-MSR-20', '--reporter', 'ktap'], gzipSync(readFileSync(TRACE)));
  expect(status).toBe(0);
  expect(stdout).toBe('KTAP version 1\n1..1\nok 1 LBR-MSR-20\n');
});

/** The command without a process of its own. */
async function inProcess(args: readonly string[]): Promise<{ status: number; stdout: string }> {
  let stdout = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  try {
    return { status: await checkTrace.run(args), stdout };
  } finally {
    write.mockRestore();
  }
}

test('SARIF points at the line and at the rule', async () => {
  const { stdout } = await inProcess([TRACE, '--reporter', 'sarif', '--site', 'https://example.org']);
  const { results, tool } = JSON.parse(stdout).runs[0];
  const first = results[0];
  expect(first.locations[0].physicalLocation).toEqual({ artifactLocation: { uri: TRACE }, region: { startLine: 316 } });
  expect(tool.driver.rules[first.ruleIndex]).toMatchObject({
    id: first.ruleId,
    helpUri: `https://example.org/r/${first.ruleId}`,
  });
});

test('--follow says each violation on standard error when it is found, and the report is the same', async () => {
  const { stdout, stderr } = run([TRACE, '--follow']);
  expect(stderr.split('\n')[0]).toContain(`${TRACE}:316: LBR-DBG-24 violated: `);
  expect(stderr.trim().split('\n')).toHaveLength(11);
  expect(stdout).toBe((await inProcess([TRACE])).stdout);
});

test('--fail-on-unknown', async () => {
  expect((await inProcess([TRACE, '--rule', 'LBR-DBG-21'])).status).toBe(0);
  expect((await inProcess([TRACE, '--rule', 'LBR-DBG-21', '--fail-on-unknown'])).status).toBe(1);
});

test('bad input gives exit status 2 and one message', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'check-trace-'));
  const damaged = path.join(folder, 'damaged.gz');
  writeFileSync(damaged, gzipSync(readFileSync(TRACE)).subarray(0, 2000));
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['README.md'], /no line of it is a trace line/],
    [['no-such-file'], /no-such-file: no such file or directory/],
    [['test'], /test: is a directory/],
    [[damaged], /damaged gzip data/],
    [[], /expected one FILE or -, found none/],
    [[TRACE, '--reporter', 'jsn'], /did you mean "json"/],
    [[TRACE, '--rule', 'LBR-DBG-99'], /--rule: found "LBR-DBG-99"/],
    [[TRACE, '--guest', 'lbr=maybe'], /--guest: found "lbr=maybe"/],
  ];
  for (const [args, message] of cases) {
    const failed: unknown = await checkTrace.run(args).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect(String(failed)).toMatch(message);
  }
  const { status, stdout, stderr } = run(['README.md']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/no line of it is a trace line/);
});
