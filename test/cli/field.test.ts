import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'field-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Questions of public reports as documents, and what a reader is told: results and values of the steps. */
async function ask(document: object, design: string): Promise<string[]> {
  const file = path.join(folder, 'question.json');
  writeFileSync(file, JSON.stringify(document));
  const { stdout } = await run('replay', '--design', design, file);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { result: string; value?: string })
    .map(({ result, value }) => (value === undefined ? result : `${result} ${value}`));
}

const rd = (msr: string) => ({ op: 'guest.rdmsr', msr });
const wr = (msr: string, value: string) => ({ op: 'guest.wrmsr', msr, value });
const setFormat = (value: string) => ({ op: 'vmm.set_msr', msr: '0x345', value });
const RELEASES = ['v5.12', 'v6.2', 'v6.12', 'v7.3'];

test.each(RELEASES)('%s: perf record -e branches:u in a guest writes the bits of BTS and faults', async (design) => {
  const steps = [{ op: 'vmm.set_cpuid' }, wr('0x1d9', '0x3c0'), wr('0x1d9', '0x1c0')];
  expect((await ask({ steps }, design)).slice(1)).toEqual(['#GP', '#GP']);
});

test.each(RELEASES)('%s: a guest without lbr-fmt resets records that it has not', async (design) => {
  expect(await ask({ steps: [wr('0x680', '0'), rd('0x680'), rd('0x1c9'), rd('0x40')] }, design)).toEqual(
    Array.from({ length: 4 }, () => '#GP'),
  );
});

test.each(RELEASES)('%s: a host with LBR_FMT 0 offers none, and the guest has none', async (design) => {
  const host = { lbrFmt: 0, depth: 8, from: '0x40', to: '0x60', info: 0, model: 15 };
  const steps = [
    { op: 'vmm.set_cpuid' },
    { op: 'vmm.get_feature_msr' },
    setFormat('0x2000'),
    wr('0x1d9', '1'),
    rd('0x1c9'),
  ];
  expect(await ask({ host, steps }, design)).toEqual(['ok', 'ok 0x2000', 'ok 0x2000', 'ok 0x0', '#GP']);
});

test.each(RELEASES)('%s: the default of QEMU: LBR and BTF do nothing, LASTBRANCH reads 0', async (design) => {
  const steps = [
    { op: 'vmm.set_cpuid' },
    setFormat('0x2000'),
    wr('0x1d9', '1'),
    rd('0x1db'),
    wr('0x1d9', '2'),
    wr('0x680', '0'),
  ];
  const [, , lbr, lastBranch, btf, record] = await ask({ steps }, design);
  expect([lbr, lastBranch, btf, record]).toEqual(['ok 0x0', 'ok 0x0', 'ok 0x0', '#GP']);
});

test('a host with freeze_on_smi reads its own DEBUGCTL, the guest does not', async () => {
  const steps = [{ op: 'vmm.run' }, { op: 'cpu.guest_debugctl' }, { op: 'host.rdmsr', msr: '0x1d9' }, rd('0x1d9')];
  const document = { host: { freezeInSmm: true }, steps };
  expect(await ask(document, 'v7.3')).toEqual(['ok', 'ok 0x4000', 'ok 0x4000', 'ok 0x0']);
});

test('a blue screen: DEBUGCTL is taken, LBR_TOS faults, and ignore_msrs cures it', async () => {
  const steps = [{ op: 'vmm.set_cpuid' }, setFormat('0'), wr('0x1d9', '1'), rd('0x1c9')];
  expect((await ask({ steps }, 'v5.12')).slice(2)).toEqual(['ok 0x0', '#GP']);
  expect((await ask({ host: { ignoreMsrs: true }, steps }, 'v5.12')).slice(2)).toEqual(['ok 0x0', 'ok 0x0']);
});

test('BTS and PEBS show as available before b9181c8ef356, and as unavailable since', async () => {
  const steps = [
    rd('0x1a0'),
    wr('MISC_ENABLE', '0'),
    wr('0x1a0', '0x1880'),
    { op: 'vmm.set_msr', msr: '0x1a0', value: '0x1000' },
  ];
  expect(await ask({ steps }, 'v5.12')).toEqual(['ok 0x0', 'ok 0x0', 'ok 0x1880', 'ok 0x1000']);
  for (const design of ['v6.2', 'v6.12', 'v7.3', 'contract']) {
    expect(await ask({ steps }, design)).toEqual(['ok 0x1800', '#GP', 'ok 0x1800', 'ok 0x1000']);
  }
});

test('MISC_ENABLE is listed and moves with the guest', async () => {
  const set = { op: 'vmm.set_msr', msr: '0x1a0', value: '0x1001' };
  const steps = [{ op: 'vmm.list_msr', msr: '0x1a0' }, set, { op: 'vmm.save' }, { op: 'vmm.restore' }, rd('0x1a0')];
  expect((await ask({ steps }, 'v7.3')).filter((_, index) => index !== 2 && index !== 3)).toEqual([
    'ok 0x1',
    'ok 0x1001',
    'ok 0x1001',
  ]);
});

test('a freezing PMI leaves the global counter controls alone, and KVM has no LBR_FRZ', async () => {
  const steps = [
    { op: 'vmm.set_cpuid' },
    wr('0x1d9', '0x801'),
    rd('PERF_GLOBAL_CTRL'),
    { op: 'guest.pmi' },
    rd('0x38f'),
    rd('0x38e'),
    wr('0x390', '0x0400000000000000'),
    wr('0x38e', '0'),
    rd('0x1d9'),
  ];
  const read = ['ok 0x0', '#GP', '#GP', 'ok 0x800'];
  expect((await ask({ steps }, 'v7.3')).slice(2)).toEqual(['ok 0xff', 'ok', 'ok 0xff', ...read]);
  expect((await ask({ steps }, 'v6.2')).slice(2)).toEqual(['ok 0x0', 'ok', 'ok 0x0', ...read]);
  expect((await ask({ steps }, 'v5.12')).slice(2)).toEqual(['ok 0x7000000ff', 'ok', 'ok 0x7000000ff', ...read]);
  const old = [{ op: 'vmm.set_cpuid', pmuVersion: 1 }, rd('0x38f')];
  expect((await ask({ steps: old }, 'v7.3'))[1]).toBe('#GP');
});

test('BTF does nothing: a #DB comes after each instruction, unless a design lets the bit into vmcs02', async () => {
  const step = { op: 'guest.single_step', branchAfter: 7 };
  const steps = [wr('0x1d9', '2'), step, { op: 'guest.vmenter_l2', debugctl: '2' }, step];
  expect(await ask({ steps }, 'v7.3')).toEqual(['ok 0x0', 'ok 0x1', 'ok', 'ok 0x1']);
  expect(await ask({ steps }, 'v5.12')).toEqual(['ok 0x0', 'ok 0x1', 'ok', 'ok 0x7']);
});

test('a sibling that shares LBR_SELECT changes what the owner reads; without sharing the question makes no sense', async () => {
  const steps = [{ op: 'vmm.set_cpuid' }, wr('0x1c8', '0x8'), { op: 'host.sibling_select', value: '0x1' }, rd('0x1c8')];
  expect(await ask({ host: { sharedSelect: true }, steps }, 'v7.3')).toEqual(['ok', 'ok 0x8', 'ok', 'ok 0x1']);
  // A CPU without call-stack mode, as Nehalem: the guest LBR event cannot be made, and nothing of the sibling shows.
  const nehalem = { sharedSelect: true, callstack: false, lbrFmt: 3, depth: 16 };
  expect((await ask({ host: nehalem, steps }, 'v6.2')).at(-1)).toBe('ok 0x0');
  expect((await ask({ host: nehalem, steps }, 'v7.3')).at(-1)).toBe('#GP');
  const file = path.join(folder, 'unshared.json');
  writeFileSync(file, JSON.stringify({ design: 'v7.3', steps }));
  const { status, stderr } = await run('replay', file);
  expect([status, stderr]).toEqual([2, expect.stringContaining('LBR_SELECT of its own; set sharedSelect')]);
});

const PATCH = `Subject: [PATCH] KVM: x86/pmu: Keep BTS from guests

perf in a guest writes 0x1c0 to DEBUGCTL and gets #GP, see LBR-DBG-24 and lbr-dbg-26.

Contract: LBR-DBG-24
---
 arch/x86/kvm/vmx/pmu_intel.c | 2 ++
`;

test('lint takes the IDs of a patch as what they mean, in lower case, too', async () => {
  const file = path.join(folder, 'bts.patch');
  writeFileSync(file, PATCH);
  expect(await run('lint', file)).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(file, PATCH.replace('lbr-dbg-26', 'lbr-dbg-99'));
  expect((await run('lint', file)).status).toBe(1);
});
