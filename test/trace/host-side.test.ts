import { expect, test } from 'vitest';
import { checkText, finding } from './check-text.ts';

let clock = 0;
const line = (flags: string, event: string, pid = 100, cpu = 0): string =>
  `${'CPU 0/KVM'.padStart(16)}-${String(pid).padEnd(7)} [00${cpu}] ${flags} ${`5.${String(++clock).padStart(6, '0')}`.padStart(12)}: ${event}\n`;

const perf = (value: string, flags = 'd.h1.'): string => line(flags, `write_msr: 1d9, value ${value}`);
const entry = (): string => line('d..1.', 'kvm_entry: vcpu 0, rip 0x0');
const exit = (reason = 'EXTERNAL_INTERRUPT'): string =>
  line('d..1.', `kvm_exit: vcpu 0 reason ${reason} rip 0x0 info1 0x0`);
const kvm = (value: string, flags = 'd..1.'): string => line(flags, `write_msr: 1d9, value ${value}`);
const noise = (): string => line('.....', 'sched_switch: prev_comm=a ==> next_comm=b next_pid=1 next_prio=120', 100, 1);

const violated = (text: string): [string, number][] =>
  checkText(text).violations.map(({ rule, line: at }) => [rule, at]);

test('a value that comes back after a VM round trip is kept', () => {
  const report = checkText(perf('801') + entry() + kvm('801') + exit() + entry() + kvm('801') + exit());
  expect(report.violations).toEqual([]);
  expect(finding(report, 'LBR-DBG-4')).toMatchObject({ verdict: 'kept', kept: 2 });
  expect(finding(report, 'LBR-ENT-4')).toMatchObject({ verdict: 'unknown', unknown: 2 });
});

test('a stale snapshot turns recording on again that perf turned off', () => {
  expect(violated(perf('801') + perf('0') + entry() + kvm('801') + exit())).toEqual([['LBR-DBG-1', 4]]);
});

test('a stale snapshot turns recording off that perf turned on', () => {
  expect(violated(perf('4000') + perf('4801') + entry() + kvm('4000') + exit())).toEqual([
    ['LBR-DBG-4', 4],
    ['LBR-ENT-4', 4],
  ]);
});

test('FREEZE_IN_SMM that an IPI set is not undone', () => {
  expect(violated(perf('1') + perf('4001') + entry() + kvm('1') + exit())).toEqual([['LBR-DBG-2', 4]]);
});

test('VM-exit of VMX zeroes DEBUGCTL, so a missing restore is a violation at the exit', () => {
  expect(violated(perf('1') + entry() + exit())).toEqual([['LBR-ENT-4', 3]]);
});

test('on SVM the rules of kvm-intel do not apply, and the report says so', () => {
  const report = checkText(perf('1') + entry() + exit('npf'));
  expect(report.violations).toEqual([]);
  expect(finding(report, 'LBR-ENT-4')).toMatchObject({
    verdict: 'not-applicable',
    reasons: [{ reason: expect.stringContaining('line 3 shows an exit reason of SVM, so KVM is kvm-amd') }],
  });
  expect(report.verdict).toBe('not-applicable');
});

test('DEBUGCTL that was only read does not show that writes are recorded', () => {
  const read = line('d..1.', 'read_msr: 1d9, value 1');
  expect(violated(read + entry() + exit())).toEqual([]);
  expect(violated(read + entry() + kvm('0') + exit())).toEqual([['LBR-ENT-4', 3]]);
});

test('an NMI handler may write DEBUGCTL between VM-exit and the restore', () => {
  expect(violated(perf('801') + entry() + kvm('801', 'd.Z1.') + kvm('801') + exit())).toEqual([]);
});

test('after an NMI wrote DEBUGCTL a difference proves nothing', () => {
  const report = checkText(perf('801') + entry() + kvm('0', 'd.Z1.') + kvm('0') + exit());
  expect(report.violations).toEqual([]);
  expect(finding(report, 'LBR-ENT-4').reasons[0].reason).toContain('NMI handler');
});

test('without latency flags KVM and an NMI cannot be distinguished', () => {
  const text = (perf('801') + entry() + kvm('0') + exit()).replaceAll(/ d\S+ /g, ' ');
  const report = checkText(text);
  expect(report.violations).toEqual([]);
  expect(finding(report, 'LBR-ENT-4').reasons[0].reason).toContain('latency flags');
});

test('lost events on the CPU make DEBUGCTL unknown until a line shows it again', () => {
  const lost = 'CPU:0 [LOST 3 EVENTS]\n';
  expect(violated(perf('801') + lost + entry() + kvm('0') + exit())).toEqual([]);
  expect(violated(perf('801') + entry() + lost + kvm('0') + exit())).toEqual([]);
  expect(violated(perf('801') + lost + perf('801') + entry() + kvm('0') + exit())).toHaveLength(2);
  expect(violated(perf('801') + 'CPU:1 [LOST 3 EVENTS]\n' + noise() + entry() + kvm('0') + exit())).toHaveLength(2);
});

test('a VM-exit that is not in the trace makes DEBUGCTL unknown', () => {
  const other = line('d..2.', 'sched_switch: prev_comm=a ==> next_comm=b next_pid=1 next_prio=120', 7);
  expect(violated(perf('801') + entry() + other + entry() + kvm('0') + exit())).toEqual([]);
});

test('the state of one CPU says nothing of another', () => {
  const elsewhere = [
    line('d..1.', 'kvm_entry: vcpu 0, rip 0x0', 100, 1),
    line('d..1.', 'kvm_exit: vcpu 0 reason HLT rip 0x0', 100, 1),
  ].join('');
  expect(violated(perf('801') + elsewhere)).toEqual([]);
});

test('an interrupt between kvm_entry and kvm_exit that turns recording on changes the owner with IRQs off', () => {
  expect(violated(perf('0') + entry() + perf('801') + exit())).toContainEqual(['LBR-OWN-1', 3]);
  expect(violated(perf('0') + entry() + perf('801') + perf('0') + exit())).toEqual([]);
});

test('trapped accesses: what KVM answers by itself is kept, what reaches the register is unknown', () => {
  const access = (event: string): string => line('.....', `kvm_msr: ${event}`);
  const dummy = checkText(access('msr_read 680 = 0x0'), { guest: 'legacy' });
  expect(finding(dummy, 'LBR-MSR-1')).toMatchObject({ verdict: 'kept', kept: 1 });
  const real = checkText(line('d....', 'read_msr: 680, value ffff') + access('msr_read 680 = 0xffff'), {
    guest: 'legacy',
  });
  expect(finding(real, 'LBR-MSR-1')).toMatchObject({ verdict: 'unknown', unknown: 1 });
  const write =
    line('d....', 'write_msr: 1c8, value 4') + access('msr_write 1c8 = 0x4') + access('msr_write 1c8 = 0x5');
  expect(finding(checkText(write, { guest: 'legacy' }), 'LBR-MSR-2')).toMatchObject({ kept: 1, unknown: 1 });
});

test('two VM-entries without a VM-exit between them: what the host did in between is unknown', () => {
  expect(violated(perf('801') + entry() + perf('0') + entry() + kvm('0') + exit())).toEqual([]);
  // An interrupt of the run whose end is missing is none of the next run.
  expect(violated(perf('801') + entry() + perf('0') + entry() + exit())).toEqual([]);
});

test('a VM-exit without its VM-entry: a write before it may be that of KVM, and says nothing of perf', () => {
  const access = (): string => line('d....', 'read_msr: 680, value ff') + line('.....', 'kvm_msr: msr_read 680 = 0xff');
  expect(violated(kvm('801') + exit() + access())).toEqual([]);
  expect(violated(kvm('801') + access())).toEqual([['LBR-MSR-1', 3]]);
});
