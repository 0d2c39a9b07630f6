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
