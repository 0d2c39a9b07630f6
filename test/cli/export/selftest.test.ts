import { expect, test } from 'vitest';
import { needsMore } from '../../../src/cli/export/selftest/hardware.ts';
import { selftest, selftestScenarios } from '../../../src/cli/export/selftest/index.ts';
import { selftestTable } from '../../../src/cli/export/selftest/table.ts';
import { allRules } from '../../../src/spec/rules/index.ts';
import { run } from '../run.ts';
import { replayRegister } from '../../../src/spec/scenario/replay-register.ts';
import type { Scenario } from '../../../src/spec/scenario/types.ts';

const scenarios = selftestScenarios();

test('every scenario runs on hardware', () => {
  expect(scenarios.length).toBeGreaterThan(50);
  expect(scenarios.filter(({ scenario }) => needsMore(scenario) !== undefined)).toEqual([]);
});

test('the program has one test per rule, with its sentence, and says what it leaves out', async () => {
  const [{ text }] = await selftest.files(undefined, { full: true });
  const tested = [...new Set(scenarios.map(({ rule }) => rule))];
  expect([...text.matchAll(/^LBR_TEST\((\w+), /gm)].map(([, name]) => name).toSorted()).toEqual(
    tested.map((id) => id.replaceAll('-', '_')).toSorted(),
  );
  for (const id of tested) expect(text).toContain(` * ${id}: `);
  for (const { id, world } of allRules) if (world === 'register') expect(text).toContain(id);
});

test('what a selftest cannot do is left out, with the reason', () => {
  const scenario = (op: string, host = {}): Scenario => ({
    format: 'lbr-scenario/1',
    design: 'contract',
    host,
    steps: [{ op }],
  });
  expect(needsMore(scenario('guest.smi'))).toContain('guest.smi');
  expect(needsMore(scenario('vmm.run', { lbr: 'arch' }))).toContain('Arch LBR');
  expect(needsMore(scenario('vmm.run', { hybrid: true }))).toContain('hybrid');
  expect(needsMore(scenario('vmm.run'))).toBeUndefined();
});

test('each step carries the rule and the outcome that the contract gives it', async () => {
  const [{ text }] = await selftest.files(undefined, { full: true });
  for (const { scenario } of scenarios) {
    for (const { rule } of replayRegister({ ...scenario, design: 'contract' })) {
      expect(rule).toMatch(/^LBR-/);
      expect(text).toContain(`"${rule}"`);
    }
  }
  const freeze = scenarios.find(({ name }) => name === 'freeze-without-lbr');
  expect(selftestTable('x', freeze?.scenario ?? scenarios[0].scenario).rows).toContain(
    'GUEST_WRMSR(MSR_IA32_DEBUGCTLMSR, DEBUGCTLMSR_FREEZE_LBRS_ON_PMI, GP, "LBR-DBG-23")',
  );
});

test('covers capability, DEBUGCTL, MSR access, the order of calls, and contention of the four priorities', () => {
  const names = scenarios.map(({ rule, name }) => `${rule}/${name}`);
  for (const chapter of ['CAP', 'DBG', 'MSR', 'MIG', 'RST']) {
    expect(names.filter((name) => name.startsWith(`LBR-${chapter}-`))).not.toEqual([]);
  }
  for (const order of ['cpuid-then-msr', 'msr-then-cpuid']) expect(names).toContain(`LBR-CAP-7/${order}`);
  for (const priority of ['cpu-pinned', 'task-pinned', 'cpu-flexible', 'task-flexible']) {
    for (const when of ['first', 'later']) expect(names).toContain(`LBR-MSR-28/${priority}-${when}`);
  }
});

test('keeps to the line length of the kernel', async () => {
  for (const { path: file, text } of await selftest.files(undefined, { full: true })) {
    const long = text.split('\n').filter((line) => line.replaceAll('\t', ' '.repeat(8)).length > 90);
    expect(long, file).toEqual([]);
  }
});

test('the small one has at most 150 lines, prints what it expects and gets, and goes to standard output', async () => {
  const { status, stdout } = await run('export', 'selftest');
  expect(status).toBe(0);
  expect(stdout.startsWith('// SPDX-License-Identifier: GPL-2.0-only\n')).toBe(true);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(150);
  expect(lines.filter((line) => line.replaceAll('\t', ' '.repeat(8)).length > 90)).toEqual([]);
  expect(stdout).toContain('expected 0x%llx, actual 0x%llx');
  // What it waits for, in microseconds; the rest is microseconds.
  const waits = [...stdout.matchAll(/\busleep\((\d+)\)|\bsleep\(/g)].map(([, time]) => Number(time));
  expect(waits).toEqual([1000]);
});
