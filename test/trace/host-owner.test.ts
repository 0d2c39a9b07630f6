import { expect, test } from 'vitest';
import { checkText, finding } from './check-text.ts';
import { entry, exit, hostOff, irq, line, off } from './lines.ts';

const to = (pid: number, from = 100): string =>
  line('d..2.', `sched_switch: prev_comm=vm ==> next_comm=x next_pid=${pid} next_prio=120`, from);
const read = (msr: string, value: string): string => off(`read_msr: ${msr}, value ${value}`);
const on = (): string => irq('write_msr: 1d9, value 801');
const wipe = (): string => irq('write_msr: 680, value 0') + irq('write_msr: 681, value 0');
/** The guest LBR event of the vCPU thread: perf reads TOS, records up to an empty one, and LBR_SELECT. */
const save = (value = 'ffff'): string => read('1c9', '1') + read('681', value) + read('680', '0') + read('1c8', '3');
const run = (): string => entry() + exit();
const rule = (text: string) => finding(checkText(text), 'LBR-CTX-5');

test('perf turns recording on for the host over what the guest has recorded', () => {
  const { violations } = checkText(hostOff() + wipe() + run() + to(7) + save() + on());
  expect(violations.map((one) => [one.rule, one.line])).toEqual([['LBR-CTX-5', 11]]);
  expect(violations[0].evidence.map((one) => one.line)).toEqual([3, 8, 11]);
});

test('records that are wiped first are kept from the host', () => {
  expect(rule(hostOff() + wipe() + run() + to(7) + save() + wipe() + on())).toMatchObject({ kept: 1, violated: 0 });
  expect(rule(hostOff() + wipe() + run() + to(7) + save('0') + on())).toMatchObject({ kept: 1, violated: 0 });
});

const unknown: Readonly<Record<string, string>> = {
  'the host has recorded since the record was empty':
    hostOff() + wipe() + on() + hostOff() + run() + to(7) + save() + on(),
  'nothing shows the record empty': hostOff() + run() + to(7) + save() + on(),
  'no guest ran since the record was empty': hostOff() + run() + wipe() + to(7) + save() + on(),
  'LBR_SELECT is not saved: it may be a host event': hostOff() + wipe() + run() + to(7) + read('681', 'ffff') + on(),
  'a guest runs after the save': hostOff() + wipe() + run() + to(7) + save() + run() + on(),
  'the CPU is idle after the save': hostOff() + wipe() + run() + to(7) + save() + to(0, 7) + on(),
  'events are lost after the save':
    hostOff() + wipe() + run() + to(7) + save() + 'CPU:0 [LOST 1 EVENTS]\n' + hostOff() + on(),
  'the thread has run no vCPU here': hostOff() + wipe() + run() + to(8, 7) + save().replaceAll('-100 ', '-7   ') + on(),
};

for (const [name, text] of Object.entries(unknown)) {
  test(`unknown: ${name}`, () => {
    const found = rule(text);
    expect(found.violated).toBe(0);
    expect(found.unknown).toBeGreaterThan(0);
  });
}
