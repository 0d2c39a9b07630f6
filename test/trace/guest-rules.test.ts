import { expect, test } from 'vitest';
import { checkText, finding } from './check-text.ts';
import { access, exit, irq, line } from './lines.ts';

const violated = (text: string): [string, number][] => checkText(text).violations.map((one) => [one.rule, one.line]);
const of = (text: string, ...rules: string[]): [string, number][] =>
  violated(text).filter(([rule]) => rules.includes(rule));
const reads = (msr: string, value: string): string => access(`msr_read ${msr} = 0x${value}`);
const writes = (msr: string, value: string, fault = ''): string => access(`msr_write ${msr} = 0x${value}${fault}`);
const GP = ' (#GP)';

test('LBR-DBG-25: bits that were accepted one by one are accepted together', () => {
  const parts = writes('1d9', '4') + writes('1d9', '8000');
  expect(of(parts + writes('1d9', '8004', GP), 'LBR-DBG-25')).toEqual([['LBR-DBG-25', 3]]);
  expect(finding(checkText(parts + writes('1d9', '8004')), 'LBR-DBG-25')).toMatchObject({ verdict: 'kept', kept: 1 });
  expect(finding(checkText(parts + writes('1d9', '8006', GP)), 'LBR-DBG-25')).toMatchObject({ kept: 0, violated: 0 });
});

test('LBR-DBG-30: FREEZE_IN_SMM of the host does not show', () => {
  const host = irq('write_msr: 1d9, value 4000');
  expect(of(host + writes('1d9', '0') + reads('1d9', '4000'), 'LBR-DBG-30')).toEqual([['LBR-DBG-30', 3]]);
  expect(finding(checkText(host + writes('1d9', '0') + reads('1d9', '0')), 'LBR-DBG-30').verdict).toBe('kept');
  expect(finding(checkText(writes('1d9', '0') + reads('1d9', '4000')), 'LBR-DBG-30').verdict).toBe('unknown');
  expect(finding(checkText(host + reads('1d9', '4000')), 'LBR-DBG-30').verdict).toBe('unknown');
});

test('LBR-CAP-2 and LBR-CAP-15: legacy LBR MSRs on a host with Arch LBR', () => {
  const host = irq('write_msr: 14ce, value 7f0007');
  const both = ['LBR-CAP-2', 'LBR-CAP-15'];
  expect(
    of(host + reads('1c8', '0'), ...both)
      .map(([rule]) => rule)
      .sort(),
  ).toEqual(both.toSorted());
  const faults = checkText(host + access(`msr_read 1c8 = 0x0${GP}`));
  for (const rule of both) expect(finding(faults, rule)).toMatchObject({ verdict: 'kept', kept: 1 });
  expect(of(reads('1c8', '0'), ...both)).toEqual([]);
  // The host is known from a later line on; what came before is unknown.
  expect(of(reads('1c8', '0') + host, ...both)).toEqual([]);
});

test('LBR-CAP-15: Arch LBR MSRs on a host with legacy LBR', () => {
  const first = irq('write_msr: 1d9, value 1');
  const trip = line('d..1.', 'kvm_entry: vcpu 0, rip 0x0') + line('d..1.', 'write_msr: 1d9, value 1') + exit();
  const host = first + trip + irq('write_msr: 1d9, value 801');
  expect(of(host + reads('14ce', '0'), 'LBR-CAP-15')).toEqual([['LBR-CAP-15', 6]]);
  expect(of(host + reads('1c8', '0'), 'LBR-CAP-15')).toEqual([]);
});

test('LBR-ARCH-21: one depth', () => {
  expect(of(reads('14cf', '20') + writes('14cf', '10'), 'LBR-ARCH-21')).toEqual([['LBR-ARCH-21', 2]]);
  expect(of(reads('14cf', '20') + writes('14cf', '20', GP), 'LBR-ARCH-21')).toEqual([['LBR-ARCH-21', 2]]);
  expect(of(writes('14cf', '20') + reads('14cf', '10'), 'LBR-ARCH-21')).toEqual([['LBR-ARCH-21', 2]]);
  const kept = checkText(reads('14cf', '20') + writes('14cf', '20') + writes('14cf', '10', GP) + reads('14cf', '20'));
  expect(finding(kept, 'LBR-ARCH-21')).toMatchObject({ kept: 3, unknown: 1, violated: 0 });
});

test('LBR-ARCH-23: a bit that does not exist', () => {
  expect(of(writes('14ce', '800000'), 'LBR-ARCH-23')).toEqual([['LBR-ARCH-23', 1]]);
  expect(finding(checkText(reads('14ce', '0') + writes('14ce', '10', GP)), 'LBR-ARCH-23').verdict).toBe('kept');
  expect(finding(checkText(writes('14ce', '1')), 'LBR-ARCH-23').verdict).toBe('unknown');
});

test('LBR-ARCH-24: DEBUGCTL.LBR is accepted and reads 0', () => {
  expect(of(reads('14ce', '0') + writes('1d9', '1', GP), 'LBR-ARCH-24')).toEqual([['LBR-ARCH-24', 2]]);
  expect(of(reads('14ce', '0') + writes('1d9', '1') + reads('1d9', '1'), 'LBR-ARCH-24')).toEqual([['LBR-ARCH-24', 3]]);
  expect(of(writes('1d9', '1') + reads('1d9', '1'), 'LBR-ARCH-24')).toEqual([]);
});

test('LBR-ARCH-28: XSS[15] and Arch LBR', () => {
  expect(of(reads('14ce', '0') + writes('da0', '8000', GP), 'LBR-ARCH-28')).toEqual([['LBR-ARCH-28', 2]]);
  expect(of(access(`msr_read 14ce = 0x0${GP}`) + writes('da0', '8000'), 'LBR-ARCH-28')).toEqual([['LBR-ARCH-28', 2]]);
  expect(violated(writes('da0', '8000'))).toEqual([]);
  expect(violated(reads('14ce', '0') + writes('da0', '9800', GP))).toEqual([]);
});

test('LBR-DBG-26: LBR that hardware may have cleared is no violation, another bit is', () => {
  expect(violated(reads('1c8', '0') + writes('1d9', '801') + reads('1d9', '800'))).toEqual([]);
  expect(violated(reads('1c8', '0') + writes('1d9', '801') + reads('1d9', '1'))).toEqual([['LBR-DBG-26', 3]]);
  // It stays cleared.
  expect(
    of(reads('1c8', '0') + writes('1d9', '801') + reads('1d9', '800') + reads('1d9', '801'), 'LBR-DBG-26'),
  ).toEqual([['LBR-DBG-26', 4]]);
});

test('a guest with guests of its own has more than one DEBUGCTL', () => {
  const wrong = (): string => writes('1d9', '0') + reads('1d9', '2');
  expect(violated(wrong())).toEqual([['LBR-DBG-26', 2]]);
  expect(violated(exit('VMLAUNCH') + wrong())).toEqual([]);
  expect(violated(exit('VMRESUME') + wrong())).toEqual([]);
  expect(violated(exit('VMREAD') + exit('VMCALL') + wrong())).toHaveLength(1);
});

const ioctl = (text: string): string => line('.....', text);
const creations: Readonly<Record<string, string>> = {
  'KVM_CREATE_VM, ftrace': 'sys_ioctl(fd: 3, cmd: ae01, arg: 0)',
  'KVM_CREATE_VCPU, trace-cmd': 'sys_enter_ioctl:      fd: 0x00000003, cmd: 0x0000ae41, arg: 0x00000000',
  'KVM_SET_CPUID2, perf script': 'syscalls:sys_enter_ioctl: fd: 0x00000003, cmd: 0x4008ae90, arg: 0x7ffe0000',
  KVM_SET_MSRS: 'sys_ioctl(fd: 5, cmd: 4008ae89, arg: 7ffe0000)',
};
for (const [name, text] of Object.entries(creations)) {
  test(`${name}: what was known of the guest of this thread is not known any more`, () => {
    const before = access(`msr_read 1c8 = 0x0${GP}`);
    expect(violated(before + reads('1c8', '0'))).toHaveLength(1);
    expect(violated(before + ioctl(text) + reads('1c8', '0'))).toEqual([]);
  });
}

test('another ioctl, KVM_RUN, changes nothing', () => {
  const before = access(`msr_read 1c8 = 0x0${GP}`);
  expect(violated(before + ioctl('sys_ioctl(fd: 5, cmd: ae80, arg: 0)') + reads('1c8', '0'))).toHaveLength(1);
});
