import { expect, test } from 'vitest';
import { traceReport } from '../../src/spec/trace/report/index.ts';
import { checkText } from './check-text.ts';
import { readFileSync } from 'node:fs';

test('junit has a case per rule: violations with their lines, unknown rules as skipped', () => {
  const report = checkText(readFileSync('test/data/traces/kvm-lbr-not-exposed.ftrace', 'utf8'));
  const text = traceReport(report, 'junit', { version: '0.1.0' });
  const violated = report.rules.filter(({ verdict }) => verdict === 'violated');
  expect(violated.length).toBeGreaterThan(0);
  expect(text.match(/<testcase /g)).toHaveLength(report.rules.length);
  expect(text.match(/<failure /g)).toHaveLength(violated.length);
  expect(text).toContain(`failures="${violated.length}"`);
  const [first] = report.violations;
  expect(text).toContain(`:${first.line}: `);
  expect(text.match(/<skipped /g)).toHaveLength(
    report.rules.filter(({ verdict }) => !['kept', 'violated'].includes(verdict)).length,
  );
});
