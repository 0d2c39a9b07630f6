import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TraceOptions } from '../../src/spec/trace/check.ts';
import type { TraceReport } from '../../src/spec/trace/findings.ts';
import { traceReport } from '../../src/spec/trace/report/index.ts';
import { checkText, finding } from './check-text.ts';

/** What people paste, in files of the same shape. */
function judge(file: string, options: Partial<TraceOptions> = {}, piece = 1 << 16): TraceReport {
  return checkText(readFileSync(`test/trace/samples/${file}`, 'utf8'), options, piece);
}

const found = ({ violations }: TraceReport): unknown[] => violations.map(({ rule, line }) => [rule, line]);
const kept = (report: TraceReport, rule: string): number => finding(report, rule).kept;
const text = (report: TraceReport): string => traceReport(report, 'text', { version: '', helpUri: () => '' });

/** Three VM round trips that keep FREEZE_IN_SMM of the host, by the form in which they are given. */
const WHOLE =
  'exit-clean exit-nbsp exit-wrapped exit-prose indent-tab md-quote patchhunk oops-dump journald ' +
  'grep-n grep-H colour bold flowed-quote function-graph one-nbsp';

for (const name of WHOLE.split(' ')) {
  test(`${name}: every event is understood, and the rule is kept three times`, () => {
    const report = judge(`${name}.txt`);
    expect(report.summary).toMatchObject({ notUnderstood: 0, otherEvents: 0, understood: 10 });
    expect(report.violations).toEqual([]);
    expect(kept(report, 'LBR-DBG-2')).toBe(3);
    // In whatever pieces it comes.
    for (const piece of [7, 100]) expect(judge(`${name}.txt`, {}, piece).rules).toEqual(report.rules);
  });
}

test('a dump on a console, without the stamps of the kernel log, reads the same', () => {
  const dump = readFileSync('test/trace/samples/oops-dump.txt', 'utf8').replaceAll(/^\[ *\d+\.\d+\] /gm, '');
  expect(dump).not.toContain('[  105');
  const report = checkText(dump);
  expect(report.summary).toMatchObject({ notUnderstood: 0, otherEvents: 0, understood: 10 });
  expect([report.violations, kept(report, 'LBR-DBG-2')]).toEqual([[], 3]);
});

test('a name that is cut is no event of another name: the lines around it say less', () => {
  const report = judge('one-cutname.txt');
  expect(report.violations).toEqual([]);
  expect(report.summary).toMatchObject({ notUnderstood: 1, otherEvents: 0, others: [] });
  expect(kept(report, 'LBR-DBG-2')).toBe(1);
});

test('dots and <SNIP> are lines that are left out', () => {
  const report = judge('exit-ellipsis.txt');
  expect(report.violations).toEqual([]);
  expect(report.summary).toMatchObject({ understood: 10, notUnderstood: 0 });
  expect(kept(report, 'LBR-DBG-2')).toBe(1);
});

test('so are lines that grep passed over, by its numbers', () => {
  expect(kept(judge('grep-n-gaps.txt'), 'LBR-DBG-2')).toBe(1);
});

test('prose is counted and takes nothing away', () => {
  expect(judge('exit-prose.txt').summary.prose).toBe(2);
  expect(text(judge('exit-prose.txt'))).toContain('prose between the lines: 2 lines');
  const annotated = judge('esxi-nested-annotated.txt');
  expect(found(judge('esxi-nested-clean.txt'))).toEqual([['LBR-DBG-26', 9]]);
  expect(found(annotated)).toEqual([['LBR-DBG-26', 15]]);
  expect(annotated.summary.notUnderstood).toBe(0);
});

test('prose in the middle of a VM round trip makes it unknown, and what rests on it', () => {
  const lines = readFileSync('test/trace/samples/exit-clean.txt', 'utf8').split('\n');
  const report = checkText(lines.toSpliced(2, 1, 'Here is what the host does in between.').join('\n'));
  expect(report.violations).toEqual([]);
  expect(kept(report, 'LBR-DBG-2')).toBe(1);
});

for (const name of ['amd-tracecmd', 'amd-ftrace-words', 'amd-zen4-800', 'platform-info-svm', 'smm-test-snippet']) {
  test(`${name}: exit reasons of SVM, so no rule applies`, () => {
    const report = judge(`${name}.txt`);
    expect(report.verdict).toBe('not-applicable');
    expect(report.violations).toEqual([]);
    expect(new Set(report.rules.map(({ verdict }) => verdict))).toEqual(new Set(['not-applicable']));
    expect(text(report)).toContain('shows an exit reason of SVM, so KVM is kvm-amd');
  });
}

test('an MSR of AMD in perf trace says the same', () => {
  expect(judge('perf-trace-lbrsel.txt')).toMatchObject({
    verdict: 'not-applicable',
    summary: { format: 'perf trace', understood: 2, notUnderstood: 0 },
  });
});

test('exit reasons of both are lines of several hosts', () => {
  const both = ['exit-clean.txt', 'amd-tracecmd.txt'].map((file) => readFileSync(`test/trace/samples/${file}`, 'utf8'));
  const report = checkText(both.join(''));
  expect(report.verdict).toBe('unknown');
  expect(report.rules[0].reasons[0].reason).toContain('lines of several hosts');
});

test('the real trace is of such a host, where the reader says so', () => {
  const trace = readFileSync('test/data/traces/kvm-lbr-not-exposed.ftrace', 'utf8');
  expect(checkText(trace, { host: { vendor: 'amd' } })).toMatchObject({ verdict: 'not-applicable', violations: [] });
});

for (const pid of ['201', '9999', '12345']) {
  test(`lines that a guest recorded of itself are passed over, process ${pid}`, () => {
    const report = judge(`vm-${pid}.txt`);
    expect(report.summary).toMatchObject({ understood: 1, passedOver: 4, notUnderstood: 0 });
    expect(report.violations).toEqual([]);
  });
}

test('a shutdown resets the guest, and 0 is right after it', () => {
  for (const file of ['reset-shutdown-8000.txt', 'reset-shutdown-1.txt']) expect(judge(file).violations).toEqual([]);
  const lines = readFileSync('test/trace/samples/reset-shutdown-8000.txt', 'utf8').split('\n');
  const without = lines.filter((line) => !line.includes('kvm_userspace_exit')).join('\n');
  expect(found(checkText(without))).toEqual([['LBR-DBG-26', 7]]);
  const io = (between: string): string =>
    lines.flatMap((line) => (line.includes('kvm_userspace_exit') ? between.split('\n') : [line])).join('\n');
  const at = (event: string): string => `       CPU 0/KVM-1200    [003] .....   100.000051: ${event}`;
  const toVmm = at('kvm_userspace_exit: reason KVM_EXIT_IO (2)');
  expect(checkText(io(toVmm)).violations).toEqual([]);
  expect(checkText(io(`${at('kvm_pio: pio_write at 0xcf9 size 1 count 1 val 0x6 ')}\n${toVmm}`)).violations).toEqual(
    [],
  );
  expect(found(checkText(io(`${at('kvm_pio: pio_write at 0x80 size 1 count 1 val 0x6 ')}\n${toVmm}`)))).toEqual([
    ['LBR-DBG-26', 9],
  ]);
});

test('INIT keeps DEBUGCTL, so a 0 after it is a violation', () => {
  expect(found(judge('init-8000.txt'))).toEqual([['LBR-DBG-26', 9]]);
});

test('ignore_msrs is told by the reader', () => {
  expect(found(judge('ignore-msrs.txt'))).toEqual([
    ['LBR-MSR-20', 5],
    ['LBR-MSR-20', 8],
  ]);
  const report = judge('ignore-msrs.txt', { host: { ignoreMsrs: true } });
  expect(report.violations).toEqual([]);
  expect(report.assumptions.join()).toContain('KVM runs with ignore_msrs, as --host says');
  expect(judge('ignore-msrs.txt', { host: { msrFilter: true } }).violations).toEqual([]);
});

test('LASTBRANCH must read 0, not only without a fault', () => {
  expect(judge('lastbranch-nonzero.txt').violations).toMatchObject([
    { rule: 'LBR-MSR-23', line: 2, expected: '0x0', found: '0xffffffff81000010' },
  ]);
  expect(found(judge('lastbranch-write0.txt'))).toEqual([['LBR-MSR-23', 1]]);
});

test('a TD is not judged', () => {
  expect(finding(judge('tdx.txt'), 'LBR-DBG-26').reasons[0].reason).toContain('the guest is a TD');
});

test('flowed mail: tails of every event are joined, and the reason given is the true one', () => {
  for (const file of ['rak-windows.txt', 'rak-clean.txt']) {
    const report = judge(file);
    expect(report.summary).toMatchObject({ notUnderstood: 0, understood: 8, otherEvents: 3 });
    expect(finding(report, 'LBR-DBG-2').reasons[0].reason).toMatch(/without latency flags/);
  }
  expect(judge('rak-clean.txt').summary.others).toContainEqual({ name: 'rcu_utilization', count: 2 });
});

test('quoted-printable is undone', () => {
  const report = judge('bug220549-qp.mail');
  expect(report.summary).toMatchObject({ understood: 5, format: 'perf script' });
  expect(kept(report, 'LBR-DBG-24')).toBe(1);
  expect(report.summary.others.map(({ name }) => name)).toEqual(['kvm_nested_vmexit', 'kvm_nested_vmexit_inject']);
});

test('perf trace, of today and of before', () => {
  expect(judge('perf-trace-fsbase.txt').summary).toMatchObject({ understood: 2, format: 'perf trace', withoutCpu: 1 });
  for (const [file, line] of [['perf-trace-kvm.txt', 3] as const, ['perf-trace-old.txt', 2] as const]) {
    expect(found(judge(file))).toEqual([['LBR-DBG-24', line]]);
    expect(kept(judge(file), 'LBR-DBG-24')).toBe(1);
  }
});

test('lines without columns tell what each tells alone', () => {
  const report = judge('microkvm-payload-only.txt');
  expect(report.summary).toMatchObject({ understood: 4, notUnderstood: 0 });
  expect(kept(report, 'LBR-DBG-24')).toBe(1);
  expect(kept(judge('microkvm-grep.txt'), 'LBR-DBG-24')).toBe(1);
  // Nothing is concluded from one line to another.
  expect(checkText('kvm_msr: msr_write 1d9 = 0x2\nkvm_msr: msr_read 1d9 = 0x0\n').violations).toEqual([]);
});

test('function_graph without task and time has no thread', () => {
  const report = judge('function-graph-plain.txt');
  expect(report.summary).toMatchObject({ format: 'function_graph', notUnderstood: 0, understood: 10 });
  expect(report.violations).toEqual([]);
});

test('a kernel log is refused with what to do', () => {
  for (const file of ['bts-splat.dmesg', 'launchpad-1658141.dmesg']) {
    expect(() => judge(file)).toThrow(/kernel log.*lbr-contract search/);
  }
});

const ACCESS = 'msr_write 1d9 = 0x3c0';
const PERF_SCRIPT: Readonly<Record<string, (event: string, trace: string) => string>> = {
  'comm,time,event,trace': (event, trace) => `       CPU 0/KVM   100.000021: ${event}: ${trace}`,
  'cpu,time,event,trace': (event, trace) => `[003]   100.000021: ${event}: ${trace}`,
  'time,event,trace': (event, trace) => `   100.000021: ${event}: ${trace}`,
  'event,trace': (event, trace) => `${event}: ${trace}`,
  'comm,tid,time,event,trace': (event, trace) => `       CPU 0/KVM    1200   100.000021: ${event}: ${trace}`,
  '+ip,+sym': (event, trace) =>
    `       CPU 0/KVM    1200 [003]   100.000021: ${event}: ${trace} ffffffffc0a1b2c3 kvm_emulate_wrmsr`,
  '+ip,+sym,+symoff,+dso': (event, trace) =>
    `       CPU 0/KVM    1200 [003]   100.000021: ${event}: ${trace} ffffffffc0a1b2c3 kvm_emulate_wrmsr+0x42 ([kvm])`,
};

test.each(Object.entries(PERF_SCRIPT))('perf script -F %s: the values of an access are read', (_fields, print) => {
  const accepted = `${print('kvm:kvm_msr', ACCESS)}\n`;
  expect(found(checkText(accepted))).toEqual([['LBR-DBG-24', 1]]);
  const refused = checkText(`${print('kvm:kvm_msr', `${ACCESS} (#GP)`)}\n`);
  expect(refused.violations).toEqual([]);
  expect(kept(refused, 'LBR-DBG-24')).toBe(1);
  const host = checkText(`${print('msr:write_msr', '1d9, value 4000')}\n`);
  expect(host.summary).toMatchObject({ understood: 1, notUnderstood: 0 });
});

test('blanks behind an event are what is left of a line that stood there', () => {
  const lines = readFileSync('test/trace/samples/exit-clean.txt', 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes('kvm_entry'));
  // The restore behind the entry is lost, except its first columns.
  const report = checkText(lines.toSpliced(at, 2, `${lines[at]}           `).join('\n'));
  expect(report.violations).toEqual([]);
  expect(report.summary.notUnderstood).toBe(1);
  expect(kept(report, 'LBR-DBG-2')).toBeLessThan(3);
});

test('blanks behind the marks of a quote are a line that was cut as well', () => {
  const lines = readFileSync('test/trace/samples/exit-clean.txt', 'utf8').split('\n');
  const at = lines.findIndex((line, index) => index > 1 && line.includes('write_msr'));
  for (const left of ['> >     ', '>      ', '+   ']) {
    expect(checkText(lines.with(at, left).join('\n')).violations).toEqual([]);
  }
});

test('the start of a task before a whole line is what is left of a line that stood there', () => {
  const lines = readFileSync('test/trace/samples/exit-clean.txt', 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes('kvm_exit'));
  // The restore before the exit is cut to its first columns.
  const report = checkText(lines.toSpliced(at - 1, 2, `       CPU 0${lines[at]}`).join('\n'));
  expect(report.violations).toEqual([]);
  expect(report.summary.notUnderstood).toBe(1);
});

test('an access before a line of noise keeps its value; before a piece of a value it does not', () => {
  const line = `       CPU 0/KVM-1200    [003] .....   100.000002: kvm_msr: ${ACCESS}\n`;
  const before = (next: string): unknown[] => found(checkText(`${line}${next}\n`));
  for (const noise of ['*|*|*|*', '\\\\\\====', '%%% lost %%%']) expect(before(noise)).toEqual([['LBR-DBG-24', 1]]);
  for (const piece of ['0', ' (#G', '#GP)', '00 (#GP']) expect(before(piece)).toEqual([]);
});

const FILES = [
  ...WHOLE.split(' '),
  'one-cutname',
  'rak-windows',
  'microkvm-grep',
  'reset-shutdown-8000',
  'ignore-msrs',
];

test('every line and every access is accounted for', () => {
  for (const name of FILES) {
    const { summary } = judge(`${name}.txt`);
    const { lines, understood, otherEvents, passedOver, notUnderstood, accesses, foreign, events } = summary;
    expect([name, understood + otherEvents + passedOver + notUnderstood]).toEqual([name, lines]);
    const told = [accesses.guest, accesses.host]
      .map(({ judged, notJudged }) => judged + notJudged.reduce((sum, { count }) => sum + count, 0))
      .reduce((sum, count) => sum + count, 0);
    const read = events
      .filter((event) => ['kvm_msr', 'read_msr', 'write_msr'].includes(event.name))
      .reduce((sum, { count }) => sum + count, 0);
    expect([name, told + foreign]).toEqual([name, read]);
  }
});
