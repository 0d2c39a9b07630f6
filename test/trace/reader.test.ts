import { expect, test } from 'vitest';
import { allRules } from '../../src/spec/rules/index.ts';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { NotATraceError, TraceCheck } from '../../src/spec/trace/check.ts';

import { traceReport } from '../../src/spec/trace/report/index.ts';
import { checkText, finding } from './check-text.ts';

const WRITE = 'kvm_msr: msr_write 1d9 = 0x40';
const violations = (text: string): number[] => checkText(text).violations.map(({ line }) => line);

/** One accepted write of a reserved bit, as each printer and option shows it. */
const shapes: Readonly<Record<string, string>> = {
  'ftrace with latency flags': `              vm-9592    [000] .....   512.443773: ${WRITE}`,
  'ftrace before migrate-disable flags': `              vm-9592    [000] d..1   512.443773: ${WRITE}`,
  'ftrace with irq-info off': `              vm-9592    [000]   512.443773: ${WRITE}`,
  'ftrace with record-tgid': `              vm-9592    (   9500) [000] d..1.   512.443773: ${WRITE}`,
  'ftrace with record-tgid unknown': `              vm-9592    (-------) [000] d..1.   512.443773: ${WRITE}`,
  'ftrace with another clock': `              vm-9592    [000] .....  9876543210123: ${WRITE}`,
  'a task name that looks like columns': `   a-1 [3] 5: x:-9592    [000] .....   512.443773: ${WRITE}`,
  'trace-cmd report': `              vm-9592  [000]   512.443773: kvm_msr:              msr_write 1d9 = 0x40`,
  'trace-cmd report with flags': `              vm-9592  [000] d..1.   512.443773: kvm_msr:              msr_write 1d9 = 0x40`,
  'perf script': `              vm  9592 [000]   512.443773: kvm:${WRITE}`,
  'perf script with nanoseconds': `              vm  9592 [000]   512.443773123: kvm:${WRITE}`,
  'perf script with process and thread': `              vm  9500/9592  [000]   512.443773: kvm:${WRITE}`,
  'pasted without its indent': `vm-9592 [000] ..... 512.443773: ${WRITE}`,
  'trace-cmd report -l': `      vm-9592    0d..1   512.443773: kvm_msr:              msr_write 1d9 = 0x40`,
  'trace-cmd report -l, a long name and thread': `CPU 0/KV-9592    0d..1.   512.443773: kvm_msr:              msr_write 1d9 = 0x40`,
  'trace-cmd report -t -l': `CPU 0/KV-9592    0d..1.   512.443773123: kvm_msr:              msr_write 1d9 = 0x40`,
  'trace-cmd report --ts-diff': `              vm-9592  [000]   512.443773: (+12)    kvm_msr:              msr_write 1d9 = 0x40`,
  'perf script -F +period': `              vm  9592 [000]   512.443773:          1       kvm:kvm_msr: msr_write 1d9 = 0x40`,
  'the latency format with a mark': `      vm-9592      0d..1. 9443us!: ${WRITE}`,
  'latency format': `      vm-9592      0d..1.  443us+: ${WRITE}`,
  'the latency format with trace_options verbose': `              vm    9592   0 0 00000000 00000012 [1e8b5f3d] 512.443ms (+0.012ms): ${WRITE}`,
  'the same with another clock': `              vm    9592   0 0 00000000 00000012 [00000000001e8b5f] 512443 (+12): ${WRITE}`,
  'perf script -L': `      vm    9592   0   512.443773: kvm:${WRITE}`,
  'perf script without its time column': `              vm    9592 [000] kvm:${WRITE}`,
  'perf script with call chains': `vm    9592 [000]   512.443773: kvm:${WRITE}`,
  'perf script -F +misc': `              vm    9592 [000] K     512.443773: kvm:${WRITE}`,
  'with a carriage return': `              vm-9592    [000] .....   512.443773: ${WRITE}\r`,
};

for (const [name, line] of Object.entries(shapes)) {
  test(`reads ${name}`, () => {
    const report = checkText(`${line}\n`);
    expect(report.violations).toMatchObject([{ rule: 'LBR-DBG-24', line: 1, cpu: 0, pid: 9592 }]);
    expect(report.summary.understood).toBe(1);
  });
}

test('a line that is wrapped is one event', () => {
  const head = '              vm-9592    [000] .....   512.443773: kvm_msr: msr_write 1d9 = 0x40';
  expect(violations(`${head}\n`)).toEqual([1]);
  expect(violations(`${head}\n(#GP)\n`)).toEqual([]);
  expect(violations(`${head.replace(' = ', ' =\n')}\n`)).toEqual([1]);
  expect(checkText(`${head}\n(#GP)\n`).summary).toMatchObject({ lines: 2, understood: 1, notUnderstood: 0 });
});

test('a last line without its newline may be cut and is not judged', () => {
  const text = '              vm-9592    [000] .....   512.443773: kvm_msr: msr_write 1d9 = 0x40';
  const report = checkText(text);
  expect(report.violations).toEqual([]);
  expect(report.summary).toMatchObject({ lines: 1, notUnderstood: 1 });
});

const at = (time: string, event: string, cpu = 0): string =>
  `              vm-9592    [00${cpu}] .....   512.${time}: ${event}\n`;
const written = at('000001', 'kvm_msr: msr_write 1d9 = 0x0');
const wrong = at('000005', 'kvm_msr: msr_read 1d9 = 0x2');

test('a read that differs from the last accepted write is a violation', () => {
  expect(violations(written + wrong)).toEqual([2]);
});

const gaps: Readonly<Record<string, string>> = {
  'events lost, ftrace': 'CPU:0 [LOST 120 EVENTS]\n',
  'events lost on another CPU, where the thread may have run': 'CPU:1 [LOST 120 EVENTS]\n',
  'events dropped, trace-cmd': 'CPU:0 [120 EVENTS DROPPED]\n',
  'events dropped, number unknown': 'CPU:0 [EVENTS DROPPED]\n',
  'events lost without a CPU': '[120 events lost]\n',
  'events lost, perf script': '            perf   123 [000]   512.000003: PERF_RECORD_LOST lost 120\n',
  'a line that could be anything': 'xxxx\n',
  'an event without its values': at('000003', 'kvm_msr: msr_write 1d9'),
  'a CPU buffer that starts': '##### CPU 0 buffer started ####\n',
};

for (const [name, gap] of Object.entries(gaps)) {
  test(`nothing is concluded across: ${name}`, () => {
    const report = checkText(written + gap + wrong);
    expect(report.violations).toEqual([]);
    expect(finding(report, 'LBR-DBG-26').verdict).toBe('unknown');
  });
}

test('a violation is taken back where a later marker shows that lines before it were lost', () => {
  const other = at('000002', 'sched_switch: prev_comm=a next_comm=b next_pid=1 next_prio=120', 1);
  expect(violations(written + other + wrong)).toEqual([3]);
  expect(
    violations(`${written}${other}${wrong}CPU:1 [LOST 1 EVENTS]\n${at('000009', 'kvm_entry: vcpu 0', 1)}`),
  ).toEqual([]);
});

test('time that runs backwards takes back what rested on the order', () => {
  const late = at('000003', 'kvm_msr: msr_write 1d9 = 0x2');
  expect(violations(written + wrong + late)).toEqual([]);
});

test('events of unknown kinds are counted by name', () => {
  const report = checkText(
    at('000001', 'sched_wakeup: comm=x') + at('000002', 'sched_wakeup: comm=x') + at('000003', 'foo_bar: 1'),
  );
  expect(report.summary.others).toEqual([
    { name: 'sched_wakeup', count: 2 },
    { name: 'foo_bar', count: 1 },
  ]);
  expect(report.summary.notUnderstood).toBe(0);
});

test('what is not understood is counted and shown', () => {
  const report = checkText(`${at('000001', 'kvm_entry: vcpu 0, rip 0x0')}1d9, value 40\n`);
  expect(report.summary).toMatchObject({ notUnderstood: 1, samples: [{ line: 2, text: '1d9, value 40' }] });
});

test('a file that is no trace is refused', () => {
  for (const text of ['', 'hello\n', '# Title\n\nSome prose.\n', 'a,b,c\n1,2,3\n'.repeat(1000)]) {
    expect(() => checkText(text)).toThrow(NotATraceError);
  }
  expect(() => checkText('\x17\x08Dtracing')).toThrow(/trace-cmd report/);
  expect(() => checkText('PERFILE2')).toThrow(/perf script/);
  expect(() => checkText('')).toThrow(/the input is empty/);
  const check = new TraceCheck({ input: 'utf-16', guest: 'infer', contract: traceRules(allRules) });
  expect(() => check.push(Buffer.from(`\ufeff# tracer: nop\n${written}`, 'utf16le'))).toThrow(/iconv/);
});

test('a byte order mark does no harm', () => {
  expect(checkText(`\ufeff# tracer: nop\n${written}${wrong}`).summary).toMatchObject({
    notUnderstood: 0,
    passedOver: 1,
  });
});

test('latency flags of trace-cmd report -l are read', () => {
  const line = (time: number, event: string): string => `      vm-100     0d..1   5.00000${time}: ${event}\n`;
  const text = [
    line(1, 'write_msr:            1d9, value 801'),
    line(2, 'kvm_entry:            vcpu 0, rip 0x0'),
    line(3, 'write_msr:            1d9, value 0'),
    line(4, 'kvm_exit:             reason EXTERNAL_INTERRUPT rip 0x0 info 0 0'),
  ];
  expect(checkText(`cpus=2\n${text.join('')}`).violations.map(({ rule, line: number }) => [rule, number])).toEqual([
    ['LBR-DBG-4', 4],
    ['LBR-ENT-4', 4],
  ]);
});

test('a trace without events is a trace', () => {
  expect(checkText('# tracer: nop\n#\n').verdict).toBe('unknown');
});

test('a line without end does not fill the memory', () => {
  const report = checkText(`${written}${'x'.repeat(300_000)}\n${wrong}`, {}, 10_000);
  expect(report.violations).toEqual([]);
  expect(report.summary).toMatchObject({ lines: 3, understood: 2, notUnderstood: 1 });
});

/** The same line without its CPU column, as perf script prints what was recorded per thread. */
const ofThread = (time: string, event: string, pid = 9592): string =>
  `              vm ${String(pid).padStart(7)}   512.${time}: ${event}\n`;

test('perf script without a CPU column: a thread is judged, a CPU is not', () => {
  const text = [
    ofThread('000001', 'kvm:kvm_msr: msr_write 1d9 = 0x0'),
    ofThread('000002', 'msr:write_msr: 1d9, value 801'),
    ofThread('000003', 'kvm:kvm_entry: vcpu 0, rip 0x0'),
    ofThread('000004', 'msr:write_msr: 1d9, value 0'),
    ofThread('000005', 'kvm:kvm_exit: vcpu 0 reason MSR_READ rip 0x0 info1 0x0'),
    ofThread('000006', 'kvm:kvm_msr: msr_read 1d9 = 0x2'),
  ].join('');
  const report = checkText(text);
  expect(report.violations).toMatchObject([{ rule: 'LBR-DBG-26', line: 6, cpu: -1, pid: 9592 }]);
  expect(report.violations[0].excerpt).toHaveLength(6);
  expect(report.summary).toMatchObject({ format: 'perf script', cpus: 0, withoutCpu: 6, notUnderstood: 0 });
  expect(finding(report, 'LBR-ENT-4')).toMatchObject({
    verdict: 'unknown',
    reasons: [{ reason: '6 lines have no CPU column: what one CPU does is not known' }],
  });
  expect(finding(report, 'LBR-DBG-24').reasons[0].reason).toBe('no such guest access is in the trace');
  expect(traceReport(report, 'text', { version: '', helpUri: () => '' })).toContain('without a CPU column: 6 events');
});

test('a line without a CPU column among others may be of any CPU', () => {
  const text = (between: string): string =>
    at('000001', 'write_msr: 1d9, value 801').replace('.....', 'd.h1.') +
    between +
    at('000003', 'kvm_entry: vcpu 0, rip 0x0').replace('.....', 'd..1.') +
    at('000004', 'kvm_exit: vcpu 0 reason HLT rip 0x0').replace('.....', 'd..1.');
  expect(violations(text('')).length).toBeGreaterThan(0);
  expect(violations(text(ofThread('000002', 'msr:write_msr: 1d9, value 0')))).toEqual([]);
  // So may one of a CPU whose number is beyond every machine.
  expect(violations(text(at('000002', 'write_msr: 1d9, value 0').replace('[000]', '[9000]')))).toEqual([]);
});

test('a guest that runs on a CPU beyond every machine is judged all the same', () => {
  const far = (line: string): string => line.replace('[000]', '[9000]');
  expect(violations(far(written) + far(wrong))).toEqual([2]);
});

test('lines without a time stamp are in the order of the file; where others have one, nothing is concluded across', () => {
  const bare = (line: string): string => line.replace(/\[000\].*: (?=kvm_msr)/, '[000] kvm:').replace('-', ' ');
  expect(violations(bare(written) + bare(wrong))).toEqual([2]);
  expect(violations(bare(written) + wrong)).toEqual([]);
  expect(violations(written + bare(wrong))).toEqual([]);
  expect(violations(bare(written) + 'CPU:0 [LOST 1 EVENTS]\n' + bare(wrong))).toEqual([]);
  expect(violations(bare(written) + bare(wrong) + 'CPU:0 [LOST 1 EVENTS]\n')).toEqual([]);
});

test('a line with a file or a machine before its task is not taken for one of this host', () => {
  // trace-cmd report prints the file of each line where it is given several; they may be of several machines.
  const prefixed = checkText(
    `host.dat: ${written}guest.dat: ${wrong}`.replaceAll('\n', '\n') + at('000009', 'foo_bar: 1'),
  );
  expect(prefixed.summary).toMatchObject({ understood: 0, notUnderstood: 2 });
  const guest = checkText(`VM: 9500 VCPU:000 ${written}${written}`);
  expect(guest.summary).toMatchObject({ understood: 1, passedOver: 1, notUnderstood: 0 });
});

test('perf script -L is not taken for lines without a CPU', () => {
  const text = '      vm    9592  17   512.443773: kvm:kvm_msr: msr_write 1d9 = 0x40\n';
  expect(checkText(text).violations).toMatchObject([{ cpu: 17, pid: 9592 }]);
});

test('the flags of the verbose format tell KVM from an NMI handler', () => {
  const verbose = (flags: number, time: string, event: string): string =>
    `              vm     100   0 ${flags} 00000001 00000012 [1e8b5f3d] ${time}ms (+0.001ms): ${event}\n`;
  const trip = (flags: number): string =>
    [
      verbose(0x9, '5.001', 'write_msr: 1d9, value 801'),
      verbose(0x1, '5.002', 'kvm_entry: vcpu 0, rip 0x0'),
      verbose(flags, '5.003', 'write_msr: 1d9, value 0'),
      verbose(0x1, '5.004', 'kvm_exit: vcpu 0 reason HLT rip 0x0 info1 0x0'),
    ].join('');
  expect(checkText(trip(0x1)).violations.map(({ rule, line }) => [rule, line])).toEqual([
    ['LBR-DBG-4', 3],
    ['LBR-ENT-4', 3],
  ]);
  expect(checkText(trip(0x49)).violations).toEqual([]);
});
