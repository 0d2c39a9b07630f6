import { expect, test } from 'vitest';
import { judgeLog } from '../../src/spec/lab/judge/index.ts';
import type { LogEvent } from '../../src/spec/lab/log/types.ts';

type Part = Record<string, unknown> & { readonly t: string };

/** What the judges find in these events, each a tick after the one before. */
function judged(parts: readonly Part[], architectural = false) {
  const events = parts.map((part, i) => ({ i, c: 0, m: 'h', ...part }) as unknown as LogEvent);
  const head = {
    format: 'lbr-lab-log/1',
    kernel: '7.3.4',
    image: '',
    cpu: 'skylake',
    records: 32,
    cpus: 1,
    seed: 1,
  } as const;
  return judgeLog({ head, events }, architectural);
}
const count = (parts: readonly Part[], rule: string, architectural = false) =>
  judged(parts, architectural).counts.get(rule) ?? { kept: 0, violated: 0 };

const A = '0xa';
const MAIN = '0x1';
const entry = (more: Record<string, unknown>): Part => ({
  t: 'entry',
  vm: 'vm0',
  task: A,
  debugctl: '0x1',
  pass: 0,
  ...more,
});
const exit = (more: Record<string, unknown>): Part => ({ t: 'exit', vm: 'vm0', task: A, reason: 12, ...more });
const step = (text: string, task = MAIN): Part => ({ t: 'mark', text: `step 0 ${text}`, task });
const result = (text: string, task = MAIN): Part => ({ t: 'result', text, task });
const nmi: Part = { t: 'nmi', nmi: 1 };

test('an image that perf puts back and that is gone as the thread leaves is lost', () => {
  const run = (left: readonly string[]): Part[] => [
    entry({ ring: ['*32'] }),
    { t: 'switch', prev: A, next: MAIN, ring: ['*32'] },
    { t: 'switch', prev: MAIN, next: A, ring: ['*32'] },
    { t: 'wrmsr', msr: 0x1d9, v: '0x1', ip: 'intel_pmu_lbr_enable_all+0x9e', ring: ['guest:vm0*29', '*3'] },
    { t: 'switch', prev: A, next: MAIN, ring: left },
  ];
  expect(count(run(['host*32']), 'LBR-CTX-1')).toEqual({ kept: 0, violated: 1 });
  expect(count(run(['guest:vm0*29', '*3']), 'LBR-CTX-1')).toEqual({ kept: 1, violated: 0 });
});

test('TOS is judged of a guest whose branches moved it, and not of one that writes records', () => {
  const foreign = entry({ pass: 1, ring: ['hostu*3', 'guest:vm0*29'], tos: 'hostu' });
  const owns = entry({ pass: 1, ring: ['*32'], tos: '' });
  const branched = exit({ ring: ['guest:vm0*29', '*3'], tos: 'guest:vm0' });
  expect(count([owns, branched, foreign], 'LBR-CTX-9')).toEqual({ kept: 0, violated: 1 });
  const wrote = exit({ ring: ['guest:vm0', '*31'], tos: '' });
  expect(count([owns, wrote, entry({ pass: 1, ring: ['guest:vm0', '*31'], tos: '' })], 'LBR-CTX-9').violated).toBe(0);
});

const opened = [step('open any cpu=0 pinned=1 branch=0x13 exclude_guest=1'), result('ok')];

test('a sample without the branches of the kernel that its PMI read was filtered for another event', () => {
  const run = (kernel: number): Part[] => [
    ...opened,
    nmi,
    { t: 'rdmsr', msr: 0x680, v: '0xffffffff81000000', nmi: 1 },
    { t: 'rdmsr', msr: 0x681, v: '0x401000', nmi: 1 },
    step('read any'),
    result(`ok on count 1 samples 1 branches 2 guest 0 kernel ${kernel}`),
  ];
  expect(count(run(0), 'LBR-ISO-8')).toEqual({ kept: 0, violated: 1 });
  expect(count(run(1), 'LBR-ISO-8')).toEqual({ kept: 1, violated: 0 });
});

test('a sample that XSAVES left empty under the IA32_XSS of a guest is noticed', () => {
  const run = (xss: string, stores: readonly Part[], branches: number): Part[] => [
    ...opened,
    { t: 'wrmsr', msr: 0xda0, v: xss },
    nmi,
    ...stores,
    step('read any'),
    result(`ok on count 1 samples 1 branches ${branches} guest 0 kernel 0`),
  ];
  const stored: Part = { t: 'xsaves', nmi: 1, rfbm: '0x8000' };
  expect(count(run('0x0', [], 0), 'LBR-ARCH-37', true)).toEqual({ kept: 0, violated: 1 });
  expect(count(run('0x8000', [stored], 32), 'LBR-ARCH-37', true)).toEqual({ kept: 1, violated: 0 });
});
