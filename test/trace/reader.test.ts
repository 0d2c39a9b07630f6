import { expect, test } from 'vitest';
import { NotATraceError, TraceCheck } from '../../src/spec/trace/check.ts';

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
    expect(finding(report, 'LBR-DBG-26').verdict).toBe('cannot-be-told');
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
  const report = checkText(`${written}what is this\n`);
  expect(report.summary).toMatchObject({ notUnderstood: 1, samples: [{ line: 2, text: 'what is this' }] });
});

test('a file that is no trace is refused', () => {
  for (const text of ['', 'hello\n', '# Title\n\nSome prose.\n', 'a,b,c\n1,2,3\n'.repeat(1000)]) {
    expect(() => checkText(text)).toThrow(NotATraceError);
  }
  expect(() => checkText('\x17\x08Dtracing')).toThrow(/trace-cmd report/);
  expect(() => checkText('PERFILE2')).toThrow(/perf script/);
  expect(() => checkText('')).toThrow(/the input is empty/);
  const check = new TraceCheck({ input: 'utf-16', guest: 'infer' });
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
  expect(checkText('# tracer: nop\n#\n').verdict).toBe('cannot-be-told');
});

test('a line without end does not fill the memory', () => {
  const report = checkText(`${written}${'x'.repeat(300_000)}\n${wrong}`, {}, 10_000);
  expect(report.violations).toEqual([]);
  expect(report.summary).toMatchObject({ lines: 3, understood: 2, notUnderstood: 1 });
});
