import { byRule } from './group.ts';
import { explain, reportStatus } from './outcome.ts';
import { stepText } from './step-text.ts';
import type { VerdictEntry, VerdictFile } from '../verify/verdict-file.ts';

/**
 * KTAP version 1 (Documentation/dev-tools/ktap.rst): one subtest per rule, in it one test per design. A declared
 * violation is an expected failure. Reads with `tools/testing/kunit/kunit.py parse` and with TAP consumers.
 */
export function ktap(file: VerdictFile): string {
  const rules = [...byRule(file.verdicts)];
  const lines = ['KTAP version 1', `1..${rules.length}`];
  rules.forEach(([rule, entries], index) => {
    const passed = entries.every((entry) => reportStatus(entry) !== 'fail');
    lines.push('  KTAP version 1', `  # Subtest: ${rule}`, `  1..${entries.length}`);
    entries.forEach((entry, position) => lines.push(...diagnostics(entry), `  ${testLine(entry, position + 1)}`));
    lines.push(`${passed ? 'ok' : 'not ok'} ${index + 1} ${rule}`);
  });
  return `${lines.join('\n')}\n`;
}

function testLine(entry: VerdictEntry, number: number): string {
  // A `#` starts the directive, so neither the description nor the reason may hold one.
  const reason = explain(entry).replaceAll('#', '').replace(/\s+/g, ' ');
  switch (reportStatus(entry)) {
    case 'pass':
      return `ok ${number} ${entry.design}`;
    case 'xfail':
      return `ok ${number} ${entry.design} # XFAIL ${reason}`;
    case 'skip':
      return `ok ${number} ${entry.design} # SKIP ${reason}`;
    case 'fail':
      return `not ok ${number} ${entry.design} # ${reason}`;
  }
}

function diagnostics(entry: VerdictEntry): string[] {
  if (reportStatus(entry) !== 'fail') return [];
  const steps = entry.counterexample?.steps ?? [];
  return [explain(entry), ...steps.map((step, index) => `${index + 1}. ${stepText(step)}`)].map(
    (line) => `  # ${line}`,
  );
}
