import { expect, test } from 'vitest';
import { checkText, finding } from './check-text.ts';
import { entry, exit, irq, line, off } from './lines.ts';

const RULES = ['LBR-ARCH-1', 'LBR-ARCH-27', 'LBR-ENT-4'];
const ON = irq('write_msr: 14ce, value 7f0007');
const ctl = (value: string): string => off(`write_msr: 14ce, value ${value}`);
const violated = (text: string): [string, number][] => checkText(text).violations.map((one) => [one.rule, one.line]);
const onEach = (at: number): [string, number][] => RULES.map((rule) => [rule, at]);

test('KVM writes the LBR_CTL of perf back: kept', () => {
  const report = checkText(ON + entry() + ctl('0') + ctl('7f0007') + exit());
  expect(report.violations).toEqual([]);
  for (const rule of RULES) expect(finding(report, rule)).toMatchObject({ verdict: 'kept', kept: 1 });
});

test('KVM leaves another LBR_CTL than perf wrote: a violation', () => {
  expect(violated(ON + entry() + ctl('0') + exit())).toEqual(onEach(4).sort());
  expect(violated(ON + entry() + ctl('1') + ctl('7f0006') + exit())).toEqual(onEach(5).sort());
});

test('a round trip without a write is unknown: a VMX control may have cleared the register', () => {
  const report = checkText(ON + entry() + exit());
  expect(report.violations).toEqual([]);
  expect(finding(report, 'LBR-ARCH-1').reasons[0].reason).toContain('clear IA32_LBR_CTL');
});

test('a read after it tells', () => {
  const read = (value: string): string => line('d....', `read_msr: 14ce, value ${value}`);
  expect(violated(ON + entry() + exit() + read('0'))).toEqual(onEach(4).sort());
  expect(violated(ON + entry() + exit() + read('7f0007'))).toEqual([]);
  expect(violated(ON + entry() + exit() + irq('write_msr: 14ce, value 0') + read('0'))).toEqual([]);
  expect(violated(ON + entry() + exit() + 'CPU:0 [LOST 3 EVENTS]\n' + read('0'))).toEqual([]);
});

test('a host that does not record has nothing to lose', () => {
  const report = checkText(irq('write_msr: 14ce, value 0') + entry() + ctl('1') + exit());
  expect(report.violations).toEqual([]);
  expect(finding(report, 'LBR-ARCH-1')).toMatchObject({ kept: 0, unknown: 0 });
});

test('an NMI handler, or no latency flags: unknown', () => {
  const nmi = line('d.Z1.', 'write_msr: 14ce, value 0');
  expect(violated(ON + entry() + nmi + exit())).toEqual([]);
  expect(violated((ON + entry() + ctl('0') + exit()).replaceAll(/ d\S+ /g, ' '))).toEqual([]);
});

test('an interrupt handler that turns LBR_CTL off between kvm_entry and kvm_exit changes the owner with IRQs off', () => {
  expect(violated(ON + entry() + irq('write_msr: 14ce, value 0') + exit())).toContainEqual(['LBR-OWN-1', 3]);
});
