import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { needsMore } from '../../../src/cli/export/selftest/hardware.ts';
import { selftest, selftestScenarios } from '../../../src/cli/export/selftest/index.ts';
import { selftestTable } from '../../../src/cli/export/selftest/table.ts';
import { allRules } from '../../../src/spec/rules/index.ts';
import { replayRegister } from '../../../src/spec/scenario/replay-register.ts';
import type { Scenario } from '../../../src/spec/scenario/types.ts';
import { kernelTree } from '../../kernel-tree.ts';

const scenarios = selftestScenarios();

test('every scenario runs on hardware', () => {
  expect(scenarios.length).toBeGreaterThan(50);
  expect(scenarios.filter(({ scenario }) => needsMore(scenario) !== undefined)).toEqual([]);
});

test('the program has one test per rule, with its sentence, and says what it leaves out', async () => {
  const [{ text }] = await selftest.files(undefined);
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
  const [{ text }] = await selftest.files(undefined);
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
  for (const { path: file, text } of await selftest.files(undefined)) {
    const long = text.split('\n').filter((line) => line.replaceAll('\t', ' '.repeat(8)).length > 90);
    expect(long, file).toEqual([]);
  }
});

const canCompile = process.arch === 'x64' && spawnSync('gcc', ['--version']).status === 0;
const FLAGS =
  '-Wall -Wstrict-prototypes -Wuninitialized -Werror -O2 -std=gnu99 -fno-stack-protector -fno-PIE -D_GNU_SOURCE=';

describe.each(['6.1', '6.12', '7.3'])('Linux %s', (version) => {
  const tree = canCompile ? kernelTree(version) : undefined;

  test.skipIf(tree === undefined)(
    'compiles against the selftests without a warning',
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'lbr-selftest-'));
      try {
        for (const { path: file, text } of await selftest.files(folder)) {
          mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
          writeFileSync(path.join(folder, file), text);
        }
        const { status, stderr } = compile(tree ?? '', folder);
        expect(stderr).toBe('');
        expect(status).toBe(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    120_000,
  );
});

/** Compiles as the makefile of the selftests does, with the headers of the tree itself. */
function compile(tree: string, folder: string): { readonly status: number | null; readonly stderr: string } {
  const headers = path.join(path.dirname(tree), `headers-${path.basename(tree)}`);
  const { status, stderr } = install(tree, headers);
  if (status !== 0) return { status, stderr };
  const kvm = path.join(tree, 'tools/testing/selftests/kvm');
  const architecture = existsSync(path.join(kvm, 'include/x86')) ? 'x86' : 'x86_64';
  const include = [
    ...['tools/include', 'tools/arch/x86/include'].map((one) => path.join(tree, one)),
    path.join(headers, 'usr/include'),
    'include',
    `include/${architecture}`,
    '../rseq',
    '..',
    path.join(folder, 'x86'),
  ];
  const source = path.join(folder, 'x86/lbr_contract_test.c');
  const args = [...FLAGS.split(' '), ...include.map((one) => `-I${one}`), '-c', source, '-o', `${folder}/test.o`];
  return spawnSync('gcc', args, { cwd: kvm, encoding: 'utf8' });
}

/** The headers that the tree has for user space, made once and kept beside it. */
function install(tree: string, headers: string): { readonly status: number | null; readonly stderr: string } {
  const stamp = path.join(headers, '.made');
  const made = statSync(stamp, { throwIfNoEntry: false });
  if (made && made.mtimeMs > statSync(path.join(tree, 'Makefile')).ctimeMs) return { status: 0, stderr: '' };
  mkdirSync(headers, { recursive: true });
  const run = spawnSync('make', ['-s', '-C', tree, `O=${headers}`, 'headers'], { encoding: 'utf8' });
  if (run.status === 0) writeFileSync(stamp, '');
  return run;
}
