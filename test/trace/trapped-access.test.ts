import { expect, test } from 'vitest';
import { checkText, finding } from './check-text.ts';
import { access, entry, exit, hostOff, hostOn, irq, line, off } from './lines.ts';

const guest = { guest: 'legacy' } as const;
const judge = (text: string, options: Parameters<typeof checkText>[1] = guest) => checkText(text, options);
const violated = (text: string, options?: Parameters<typeof checkText>[1]): [string, number][] =>
  judge(text, options).violations.map((one) => [one.rule, one.line]);

const read = (msr: string, value: string, flags = 'd....'): string => line(flags, `read_msr: ${msr}, value ${value}`);
const gets = (msr: string, value: string): string => access(`msr_read ${msr} = 0x${value}`);
const write = (msr: string, value: string): string => off(`write_msr: ${msr}, value ${value}`);
const wrote = (msr: string, value: string): string => access(`msr_write ${msr} = 0x${value}`);
const trip = (): string => entry() + off('write_msr: 1d9, value 801') + exit('MSR_READ');

test('what reaches a register while the host records belongs to the host', () => {
  expect(violated(hostOn() + trip() + read('680', 'ffff') + gets('680', 'ffff'))).toEqual([['LBR-MSR-1', 7]]);
  expect(violated(hostOn() + trip() + write('680', '5') + wrote('680', '5'))).toEqual([['LBR-MSR-2', 7]]);
});

test('the message says where the access was made with IRQs on', () => {
  const [one] = judge(hostOn() + trip() + read('680', 'ffff', '.....') + gets('680', 'ffff')).violations;
  expect(one.evidence.map(({ shows }) => shows).join('\n')).toContain('with IRQs on');
});

test('zeros, and accesses while the host does not record, violate nothing', () => {
  expect(violated(hostOn() + trip() + read('680', '0') + gets('680', '0'))).toEqual([]);
  expect(violated(hostOn() + hostOff() + entry() + exit() + read('680', 'ffff') + gets('680', 'ffff'))).toEqual([]);
  expect(finding(judge(read('680', 'ffff') + gets('680', 'ffff')), 'LBR-MSR-1').verdict).toBe('unknown');
});

test('what perf does after the access does not count', () => {
  expect(violated(hostOff() + entry() + exit() + read('680', 'ff') + hostOn() + gets('680', 'ff'))).toEqual([]);
});

test('lost events make it unknown whether the host records', () => {
  const lost = 'CPU:0 [LOST 2 EVENTS]\n';
  expect(violated(hostOn() + lost + entry() + exit() + read('680', 'ff') + gets('680', 'ff'))).toEqual([]);
});

test('recording that KVM brought back by mistake does not make the host the owner', () => {
  const stale = hostOff() + entry() + off('write_msr: 1d9, value 801') + exit('MSR_READ');
  expect(violated(stale + read('680', 'ff') + gets('680', 'ff')).map(([rule]) => rule)).toEqual(['LBR-DBG-1']);
});

test('a record that perf zeroed, host recording, no guest in between: the value is of a host branch', () => {
  const text = trip() + irq('write_msr: 680, value 0') + hostOn() + read('680', 'ffff') + gets('680', 'ffff');
  expect(violated(text)).toEqual([
    ['LBR-ISO-1', 8],
    ['LBR-MSR-1', 8],
    ['LBR-MSR-29', 8],
  ]);
  const ran = irq('write_msr: 680, value 0') + hostOn() + trip() + read('680', 'ffff') + gets('680', 'ffff');
  expect(violated(ran)).toEqual([['LBR-MSR-1', 8]]);
});

test('LBR_SELECT that an interrupt handler wrote, no guest in between, is of the host', () => {
  const text = trip() + hostOn() + hostOff() + read('1c8', '3') + gets('1c8', '3');
  expect(violated(text)).toEqual([['LBR-ISO-2', 8]]);
  expect(violated(trip() + write('1c8', '3') + read('1c8', '3') + gets('1c8', '3'))).toEqual([]);
  expect(violated(hostOn() + hostOff() + trip() + read('1c8', '3') + gets('1c8', '3')).map(([rule]) => rule)).toEqual([
    'LBR-DBG-1',
  ]);
});

test('a value that the CPU refuses must fault in the guest', () => {
  const refused = off('write_msr: 1c8, value ffff #GP');
  expect(violated(refused + wrote('1c8', 'ffff'))).toEqual([['LBR-MSR-24', 2]]);
  const report = judge(refused + access('msr_write 1c8 = 0xffff (#GP)'));
  expect(report.violations).toEqual([]);
  expect(finding(report, 'LBR-MSR-24')).toMatchObject({ kept: 1, violated: 0 });
});

test('Arch LBR: DEPTH and records while LBR_CTL.LBREn of the host is set', () => {
  const on = irq('write_msr: 14ce, value 7f0007') + entry() + exit('MSR_WRITE');
  expect(violated(on + write('14cf', '20') + wrote('14cf', '20'), { guest: 'arch' })).toEqual([
    ['LBR-ARCH-26', 5],
    ['LBR-ARCH-4', 5],
    ['LBR-MSR-2', 5],
  ]);
  expect(violated(on + read('1500', 'ff') + gets('1500', 'ff'), { guest: 'arch' })).toEqual([
    ['LBR-ARCH-26', 5],
    ['LBR-MSR-1', 5],
  ]);
});

test('what is assumed of the host is said where a verdict rests on it', () => {
  const report = judge(hostOn() + trip() + read('680', 'ffff') + gets('680', 'ffff'));
  expect(report.assumptions.join('\n')).toContain('perf has recording on only for a host LBR event');
});

test('an NMI handler that writes the register while the guest runs may have ended what perf wanted', () => {
  const text = (msr: string, on: string): string =>
    irq(`write_msr: ${msr}, value ${on}`) +
    entry() +
    line('d.Z1.', `write_msr: ${msr}, value 0`) +
    exit('MSR_WRITE') +
    write('14cf', '20') +
    wrote('14cf', '20');
  expect(violated(text('14ce', '7f0007'), { guest: 'arch' })).toEqual([]);
  expect(violated(text('1d9', '801'), { guest: 'arch' }).filter(([rule]) => rule.startsWith('LBR-MSR'))).toEqual([]);
});
