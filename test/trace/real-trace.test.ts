import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { checkText, finding } from './check-text.ts';

const text = readFileSync('test/data/traces/kvm-lbr-not-exposed.ftrace', 'utf8');
const lines = text.split('\n');
const report = checkText(text);

/** DEBUGCTL values with a bit that kvm-intel refuses, whatever the guest CPUID. */
const WRITE_RULES = ['LBR-DBG-23', 'LBR-DBG-24'];
const REFUSED = [0x40n, 0x80n, 0x100n, 0x800n, 0x1000n, 0x801n, 0x2000n, 0x4000n, 0x20n, 0x10000n, 1n << 63n];

test('every line is accounted for', () => {
  const { summary } = report;
  expect(summary.lines).toBe(lines.length - 1);
  expect(summary.understood + summary.otherEvents + summary.passedOver).toBe(summary.lines);
  expect(summary.notUnderstood).toBe(0);
  expect(summary.events).toContainEqual({ name: 'kvm_userspace_exit', count: 95 });
  expect(summary.others).toEqual([]);
});

test('no LBR MSR exists for this guest', () => {
  expect(finding(report, 'LBR-MSR-20')).toMatchObject({ verdict: 'kept', kept: 28, violated: 0, unknown: 0 });
  expect(finding(report, 'LBR-CAP-9')).toMatchObject({ verdict: 'kept', kept: 1 });
});

test('that LBR is not exposed is inferred from the fault of PERF_CAPABILITIES', () => {
  const line = lines.findIndex((one) => one.includes('msr_read 345')) + 1;
  expect(report.assumptions.join('\n')).toContain(`thread 9592: LBR not exposed (line ${line}: `);
});

test('each DEBUGCTL write that kvm-intel refuses is a violation at its line', () => {
  const expected = REFUSED.map(
    (value) => lines.findIndex((one) => one.endsWith(`msr_write 1d9 = 0x${value.toString(16)}`)) + 1,
  );
  const found = report.violations.filter((violation) => WRITE_RULES.includes(violation.rule));
  expect(found.map((violation) => violation.line)).toEqual(expected.toSorted((a, b) => a - b));
});

test('LBR, BTF and 0 are accepted on kvm-intel too', () => {
  expect(finding(report, 'LBR-DBG-20')).toMatchObject({ verdict: 'kept', kept: 3 });
  expect(finding(report, 'LBR-DBG-26').kept).toBe(16);
});

test('bits 2 and 15 are not read back, but the VMM ran in between and may have reset the vCPU', () => {
  const readAfter = (value: string): number => lines.findIndex((one) => one.endsWith(`msr_write 1d9 = ${value}`)) + 5;
  const found = report.violations.filter((violation) => violation.rule === 'LBR-DBG-26');
  expect(found).toEqual([]);
  const { reasons } = finding(report, 'LBR-DBG-26');
  expect(reasons.map(({ firstLine }) => firstLine)).toEqual(
    expect.arrayContaining([readAfter('0x8000'), readAfter('0x4')]),
  );
  expect(reasons.map(({ reason }) => reason).join()).toContain('may have reset the vCPU; kvm:kvm_pio would tell');
  expect(finding(report, 'LBR-DBG-21')).toMatchObject({ verdict: 'unknown', unknown: 1 });
  expect(finding(report, 'LBR-DBG-22')).toMatchObject({ verdict: 'unknown', unknown: 1 });
});

test('the window shows the line and its neighbours as they are in the file', () => {
  for (const violation of report.violations) {
    for (const { line, text: shown } of violation.excerpt) expect(shown).toBe(lines[line - 1].trimEnd());
    expect(violation.excerpt.map(({ line }) => line)).toContain(violation.line);
  }
});

test('the pieces in which the input arrives make no difference', () => {
  for (const piece of [1, 7, 100, 1000]) expect(checkText(text, {}, piece)).toEqual(report);
});

test('with legacy LBR assumed the same accesses violate the rule about which MSRs exist', () => {
  const assumed = checkText(text, { guest: 'legacy' });
  expect(finding(assumed, 'LBR-MSR-21').verdict).toBe('violated');
  expect(assumed.assumptions.join('\n')).toContain('legacy LBR exposed, as --guest says');
});
