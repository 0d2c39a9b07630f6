import { expect, test } from 'vitest';
import { checkText, finding } from './check-text.ts';
import { hostOff, hostOn, irq, line, off } from './lines.ts';

const nmi = (event: string, flag = 'Z'): string => line(`d.${flag}1.`, event);
const violated = (text: string): [string, number][] => checkText(text).violations.map((one) => [one.rule, one.line]);

test('an NMI handler writes LBR_SELECT, TOS or a record', () => {
  for (const msr of ['1c8', '1c9', '680', '6c1', 'dc0', '1500', '1600']) {
    expect(violated(hostOn() + nmi(`write_msr: ${msr}, value 5`))).toEqual([['LBR-OWN-11', 3]]);
    expect(violated(hostOff() + nmi(`write_msr: ${msr}, value 0`, 'z'))).toEqual([['LBR-OWN-11', 2]]);
  }
});

test('what an interrupt handler or a thread writes, and what an NMI handler reads, is no matter of this rule', () => {
  for (const text of [
    irq('write_msr: 1c8, value 5'),
    off('write_msr: 680, value 5'),
    nmi('read_msr: 680, value 5'),
    nmi('write_msr: 38f, value 5'),
    nmi('write_msr: 1d9, value 0'),
  ]) {
    expect(finding(checkText(hostOn() + text), 'LBR-OWN-11')).toMatchObject({ kept: 0, violated: 0, unknown: 0 });
  }
});

test('text of trace-cmd shows NMIs like interrupts, so it cannot tell', () => {
  const text = `cpus=2\n${hostOn()}${line('d.h1.', 'write_msr: 1c8, value 5')}`;
  expect(violated(text)).toEqual([]);
});

test('recording that an NMI handler leaves on may be that of a host event', () => {
  expect(finding(checkText(hostOn() + nmi('write_msr: 1d9, value 801')), 'LBR-OWN-11')).toMatchObject({
    violated: 0,
    unknown: 1,
  });
});
