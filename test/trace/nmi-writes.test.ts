import { expect, test } from 'vitest';
import { checkText, finding } from './check-text.ts';
import { entry, exit, hostOff, hostOn, irq, line } from './lines.ts';

const nmi = (event: string): string => line('d.Z1.', event);
const rule = (text: string) => finding(checkText(text), 'LBR-OWN-11');

test('an NMI handler that changes LBR_SELECT, a record or TOS', () => {
  const select = checkText(hostOn() + nmi('write_msr: 1c8, value 5'));
  expect(select.violations.map((one) => [one.rule, one.line])).toEqual([['LBR-OWN-11', 3]]);
  expect(select.violations[0].evidence.map((one) => one.line)).toEqual([1, 3]);
  expect(rule(hostOff() + irq('write_msr: 680, value 0') + nmi('write_msr: 680, value 9')).violated).toBe(1);
  expect(rule(hostOff() + nmi('read_msr: 1c9, value 4') + nmi('write_msr: 1c9, value 5')).violated).toBe(1);
});

test('the same value again, and writes that are not those of an NMI handler, change nothing', () => {
  for (const text of [
    hostOn() + nmi('write_msr: 1c8, value 3'),
    hostOn() + irq('write_msr: 1c8, value 5'),
    hostOn() + line('d.h1.', 'write_msr: 1c8, value 5'),
    hostOn() + nmi('write_msr: 6e0, value 5'),
  ]) {
    expect(rule(text)).toMatchObject({ kept: 0, violated: 0, unknown: 0 });
  }
});

test('where the value before is not shown, or may have moved, it cannot be told', () => {
  for (const text of [
    nmi('write_msr: 1c8, value 5'),
    hostOn() + entry() + exit() + nmi('write_msr: 1c8, value 5'),
    irq('write_msr: 680, value 0') + hostOn() + nmi('write_msr: 680, value 9'),
    hostOn() + 'CPU:0 [LOST 1 EVENTS]\n' + nmi('write_msr: 1c8, value 5'),
    hostOn() + nmi('write_msr: 1d9, value 801'),
  ]) {
    expect(rule(text)).toMatchObject({ violated: 0, unknown: 1 });
  }
});
