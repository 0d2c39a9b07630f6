import { expect, test } from 'vitest';
import { parseDocument } from '../../src/spec/scenario/parse.ts';
import { replayRegister } from '../../src/spec/scenario/replay-register.ts';

/** `result` and `value` of each step, as text. */
function run(design: string, steps: readonly object[], host: object = {}): string[] {
  const lines = replayRegister(parseDocument({ design, host, steps }));
  return lines.map(({ result, value }) => (value === undefined ? result : `${result} ${value}`));
}

const rd = (msr: string) => ({ op: 'guest.rdmsr', msr });
const wr = (msr: string, value: string) => ({ op: 'guest.wrmsr', msr, value });

test('a short document has a host, a design and a CPUID', () => {
  expect(run('v7.3', [wr('0x1d9', '0x801'), rd('0x1d9')])).toEqual(['ok 0x801', 'ok 0x801']);
});

test.each([
  ['v5.12', 'ok 0x0'],
  ['v6.2', 'ok 0x0'],
  ['v6.12', 'ok 0x1'],
  ['v7.3', 'ok 0x1'],
])('%s: LBR|BTF gives %s', (design, after) => {
  expect(run(design, [wr('0x1d9', '0x3')])).toEqual([after]);
});

test.each([
  ['v6.2', '#GP'],
  ['v6.12', 'ok 0x8000'],
  ['v7.3', 'ok 0x8000'],
])('%s: RTM_DEBUG of a guest with RTM gives %s', (design, result) => {
  expect(run(design, [{ op: 'vmm.set_cpuid', rtm: true }, wr('0x1d9', '0x8000')])[1]).toBe(result);
});

test('no write of bits that KVM does not virtualize', () => {
  for (const value of ['0x40', '0x80', '0x1000', '0x4000', '0x10', '0x10000']) {
    expect(run('v7.3', [wr('0x1d9', value)]), value).toEqual(['#GP']);
  }
});

test('a CPUID in the document stays where it is: PERF_CAPABILITIES before it', () => {
  const zero = { op: 'vmm.set_msr', msr: '0x345', value: '0x0' };
  const steps = [zero, { op: 'vmm.set_cpuid' }, rd('0x1c9')];
  expect(run('v7.3', steps)).toEqual(['ok 0x0', 'ok', 'ok 0x0']);
  expect(run('v6.12', steps)).toEqual(['ok 0x0', 'ok', '#GP']);
  expect(run('contract', steps)).toEqual(['ok 0x0', 'ok', '#GP']);
});

test('contention: a CPU-pinned host event', () => {
  const open = { op: 'host.open_lbr_event', priority: 'cpu-pinned' };
  const steps = [wr('0x1c9', '0x5'), open, rd('0x1c9'), { op: 'host.close_lbr_event' }, rd('0x1c9')];
  expect(run('v7.3', steps)).toEqual(['ok 0x5', 'ok', 'ok 0x5', 'ok', 'ok 0x5']);
  expect(run('coexist-2023', steps).slice(0, 3)).toEqual(['ok 0x5', 'ok', 'ok 0x0']);
  expect(run('contract', steps)).toEqual(['ok 0x5', 'ok', 'ok 0x0', 'ok', 'ok 0x5']);
});

test('nested: before and after the check of vmcs12', () => {
  const enter = (debugctl: string) => ({ op: 'guest.vmenter_l2', debugctl });
  expect(run('v6.2', [enter('0x40'), rd('0x1d9')])).toEqual(['ok', 'ok 0x40']);
  expect(run('v7.3', [enter('0x40')])).toEqual(['invalid-guest-state']);
  expect(run('v7.3', [enter('0x4002'), rd('0x1d9')])).toEqual(['ok', 'ok 0x0']);
  expect(run('v6.2', [enter('0x20000')])).toEqual(['invalid-guest-state']);
});

test('an operation that makes no sense where it stands is an error with its path', () => {
  expect(() => run('v7.3', [{ op: 'guest.vmexit_l1' }])).toThrow('$.steps[0]: guest.vmexit_l1: L2 does not run');
  expect(() => run('v7.3', [{ op: 'vmm.restore' }])).toThrow('$.steps[0]: vmm.restore: nothing was saved');
});

test('an MSR outside the contract is an error, not a made-up answer', () => {
  expect(() => run('v7.3', [rd('0x10')])).toThrow('$.steps[0].msr: MSR 0x10 is outside the contract');
});

test('the host reads its own DEBUGCTL and PERF_CAPABILITIES without a fault', () => {
  const host = (msr: string) => ({ op: 'host.rdmsr', msr });
  const open = { op: 'host.open_lbr_event', priority: 'cpu-pinned' };
  const steps = [host('0x1d9'), open, host('0x1d9'), { op: 'host.close_lbr_event' }, host('0x1d9'), host('0x345')];
  const read = (fields: object) => run('v7.3', steps, fields).filter((line) => line !== 'ok');
  expect(read({})).toEqual(['ok 0x0', 'ok 0x801', 'ok 0x0', 'ok 0x2005']);
  expect(read({ freezeInSmm: true })).toEqual(['ok 0x4000', 'ok 0x4801', 'ok 0x4000', 'ok 0x2005']);
  expect(read({ lbr: 'arch' })).toEqual(['ok 0x0', 'ok 0x800', 'ok 0x0', 'ok 0x203f']);
  expect(run('v7.3', [host('0x345')], { pdcm: false })).toEqual(['#GP']);
  // The vLBR event keeps perf from turning recording on for the host.
  const owned = [wr('0x1d9', '0x1'), { ...open, priority: 'task-flexible' }, host('0x1d9')];
  expect(run('v7.3', owned).at(-1)).toBe('ok 0x0');
});

test.each(['0xda0', '0x1db'])('what the model does not keep of the host is refused: %s', (msr) => {
  expect(() => run('v7.3', [{ op: 'host.rdmsr', msr }])).toThrow(
    /\$\.steps\[0\]: host.rdmsr: .*expected DEBUGCTL, PERF_CAPABILITIES/,
  );
});

test('why a CPUID gives LBR or none does not contradict the step after it', () => {
  const why = (design: string, host: object) =>
    replayRegister(parseDocument({ design, host, steps: [{ op: 'vmm.set_cpuid' }] }))[0].why;
  const fmt0 = { lbrFmt: 0, depth: 8, from: '0x40', to: '0x60', info: 0, model: 15 };
  for (const design of ['v5.12', 'v6.2', 'v7.3', 'contract']) expect(why(design, fmt0)).toContain('no guest LBR');
  expect(why('v5.12', {})).toBe('the vCPU has legacy LBR with 32 records');
  expect(why('v5.12', { lbr: 'arch' })).toBe('the vCPU has legacy LBR with 32 records on a CPU with Arch LBR');
  expect(why('contract', { lbr: 'arch' })).toBe('the vCPU has arch LBR with 32 records');
});

test('an MSR filter denies to the guest what its vCPU has, past ignore_msrs, and not to the VMM', () => {
  const filter = { op: 'vmm.filter_msr', msr: '0x1d9' };
  const get = { op: 'vmm.get_msr', msr: '0x1d9' };
  for (const host of [{}, { ignoreMsrs: true }]) {
    expect(run('v7.3', [filter, wr('0x1d9', '0x1'), rd('0x1d9'), rd('0x1c9'), get], host)).toEqual([
      'ok',
      '#GP',
      '#GP',
      'ok 0x0',
      'ok 0x0',
    ]);
  }
});

test('a filter after the first VM-entry is refused: what is passed through stays so', () => {
  const filter = { op: 'vmm.filter_msr', msr: '0x1c9' };
  expect(() => run('v7.3', [rd('0x1c9'), filter])).toThrow('the vCPU has run');
});

test('a host event that perf takes for the vLBR event turns no recording on', () => {
  const open = { op: 'host.open_lbr_event', likeVlbr: true };
  expect(run('v6.12', [open, { op: 'host.rdmsr', msr: '0x1d9' }])).toEqual(['ok', 'ok 0x0']);
});
