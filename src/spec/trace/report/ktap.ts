import type { RuleFinding, TraceReport } from '../findings.ts';
import { visible } from './text.ts';

/** KTAP version 1: one test per rule; a rule whose verdict is unknown is skipped with the reason. */
export function ktapReport(report: TraceReport): string {
  const lines = ['KTAP version 1', `1..${report.rules.length}`];
  report.rules.forEach((rule, index) => lines.push(...diagnostics(report, rule), testLine(rule, index + 1)));
  return `${lines.join('\n')}\n`;
}

function testLine(rule: RuleFinding, number: number): string {
  const name = `${number} ${rule.rule}`;
  switch (rule.verdict) {
    case 'kept':
      return `ok ${name}`;
    case 'violated':
      return `not ok ${name}`;
    case 'not-applicable':
    case 'unknown':
      // A `#` starts the directive, so the reason must not hold one.
      return `ok ${name} # SKIP ${(rule.reasons[0]?.reason ?? 'no occasion').replaceAll('#', '')}`;
  }
}

function diagnostics(report: TraceReport, rule: RuleFinding): string[] {
  return report.violations
    .filter((violation) => violation.rule === rule.rule)
    .map((violation) => `# ${visible(`${report.input}:${violation.line}: ${violation.message}`)}`);
}
