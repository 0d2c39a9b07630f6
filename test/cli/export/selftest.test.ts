import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { needsMore } from '../../../src/cli/export/selftest/hardware.ts';
import { selftest, selftestScenarios } from '../../../src/cli/export/selftest/index.ts';
import { selftestTable } from '../../../src/cli/export/selftest/table.ts';
import { replayRegister } from '../../../src/spec/scenario/replay-register.ts';
import type { Scenario } from '../../../src/spec/scenario/types.ts';
import { kernelTree } from '../../kernel-tree.ts';

const scenarios = selftestScenarios();

test('every scenario runs on hardware, and is named after its file', () => {
  expect(scenarios.length).toBeGreaterThan(30);
  expect(scenarios.filter(({ scenario }) => needsMore(scenario) !== undefined)).toEqual([]);
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
  const [{ text }] = await selftest.files(undefined);
  for (const { scenario } of scenarios) {
    for (const { rule } of replayRegister({ ...scenario, design: 'contract' })) {
      expect(rule).toMatch(/^LBR-/);
      expect(text).toContain(`"${rule}"`);
    }
  }
  const freeze = scenarios.find(({ name }) => name === 'debugctl-freeze-without-lbr');
  expect(selftestTable('x', freeze?.scenario ?? scenarios[0].scenario).rows).toContain(
    'GUEST_WRMSR(0x1d9, 0x800, GP, "LBR-DBG-23")',
  );
});

test('covers capability, DEBUGCTL, MSR access, the order of calls, and contention of the four priorities', () => {
  const names = scenarios.map(({ name }) => name);
  for (const subject of ['capability', 'debugctl', 'msr', 'order', 'migration']) {
    expect(names.filter((name) => name.startsWith(`${subject}-`))).not.toEqual([]);
  }
  for (const priority of ['cpu-pinned', 'task-pinned', 'cpu-flexible', 'task-flexible']) {
    for (const when of ['first', 'later']) expect(names).toContain(`contention-${priority}-${when}`);
  }
});

test('keeps to the line length of the kernel', async () => {
  for (const { path: file, text } of await selftest.files(undefined)) {
    const long = text.split('\n').filter((line) => line.replaceAll('\t', ' '.repeat(8)).length > 90);
    expect(long, file).toEqual([]);
  }
});

const tree = kernelTree('6.1');
const canCompile = tree !== undefined && process.arch === 'x64' && spawnSync('gcc', ['--version']).status === 0;

test.skipIf(!canCompile)('compiles against the selftests of Linux 6.1 without a warning', async () => {
  const kvm = path.join(tree ?? '', 'tools/testing/selftests/kvm');
  const include = ['tools/include', 'tools/arch/x86/include', 'usr/include'].map(
    (folder) => `-I${path.join(tree ?? '', folder)}`,
  );
  const flags = '-Wall -Wstrict-prototypes -Wuninitialized -Werror -O2 -std=gnu99 -fno-stack-protector -fno-PIE'.split(
    ' ',
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-selftest-'));
  try {
    for (const { path: file, text } of await selftest.files(undefined)) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const own = ['-Iinclude', '-Iinclude/x86_64', '-I../rseq', '-I..', `-I${path.join(folder, 'x86')}`];
    const source = path.join(folder, 'x86/lbr_contract_test.c');
    const args = [...flags, ...include, ...own, '-c', source, '-o', path.join(folder, 'test.o')];
    const { status, stderr } = spawnSync('gcc', args, { cwd: kvm, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
