import { element, escapeXml } from '../../kit/xml.ts';
import type { RuleFinding, TraceReport } from '../findings.ts';
import { visible } from './text.ts';

/** JUnit XML: one suite for the trace, one case per rule. A rule that stays unknown is skipped with the reason. */
export function junitReport(report: TraceReport): string {
  const having = (...verdicts: readonly string[]): number =>
    report.rules.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const counts = {
    tests: report.rules.length,
    failures: having('violated'),
    skipped: having('unknown', 'not-applicable'),
  };
  const cases = report.rules.map((rule) => `\n  ${testCase(report, rule)}`);
  const suite = `\n${element('testsuite', { name: report.input, ...counts }, cases)}`;
  const root = element('testsuites', { name: 'lbr-contract check-trace', ...counts }, [suite]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function testCase(report: TraceReport, rule: RuleFinding): string {
  return element('testcase', { classname: report.input, name: rule.rule }, details(report, rule));
}

function details({ input, violations }: TraceReport, { rule, verdict, reasons }: RuleFinding): string[] {
  switch (verdict) {
    case 'kept':
      return [];
    case 'violated': {
      const lines = violations
        .filter((violation) => violation.rule === rule)
        .map(({ line, message }) => visible(`${input}:${line}: ${message}`));
      return [element('failure', { message: lines[0] ?? 'violated', type: verdict }, [escapeXml(lines.join('\n'))])];
    }
    case 'not-applicable':
    case 'unknown':
      return [element('skipped', { message: visible(reasons[0]?.reason ?? 'no such event is in the trace') })];
  }
}
