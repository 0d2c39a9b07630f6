import { byRule } from './group.ts';
import { explain, reportStatus, type ReportStatus } from './outcome.ts';
import { stepText } from './step-text.ts';
import type { VerdictEntry, VerdictFile } from '../verify/verdict-file.ts';

export interface KtapOptions {
  /** Whether a declared violation is an expected failure (`ok ... # XFAIL`); if not, it is a failure. Default true. */
  readonly xfail?: boolean;
}

/**
 * KTAP version 1 (Documentation/dev-tools/ktap.rst): one subtest per rule, in it one test per design. A declared
 * violation is an expected failure, and as readers count those as passed, a last line says how many there are. Reads with `tools/testing/kunit/kunit.py parse` and with TAP consumers.
 */
export function ktap(file: VerdictFile, { xfail = true }: KtapOptions = {}): string {
  const statusOf = (entry: VerdictEntry): ReportStatus => {
    const status = reportStatus(entry);
    return status === 'xfail' && !xfail ? 'fail' : status;
  };
  const rules = [...byRule(file.verdicts)];
  const lines = ['KTAP version 1', `1..${rules.length}`];
  rules.forEach(([rule, entries], index) => {
    const passed = entries.every((entry) => statusOf(entry) !== 'fail');
    lines.push('  KTAP version 1', `  # Subtest: ${rule}`, `  1..${entries.length}`);
    entries.forEach((entry, position) => {
      const status = statusOf(entry);
      lines.push(...diagnostics(entry, status), `  ${testLine(entry, status, position + 1)}`);
    });
    lines.push(`${passed ? 'ok' : 'not ok'} ${index + 1} ${rule}`);
  });
  const declared = file.verdicts.filter((entry) => reportStatus(entry) === 'xfail').length;
  if (declared > 0) lines.push(`# ${declared} declared ${declared === 1 ? 'violation' : 'violations'}`);
  return `${lines.join('\n')}\n`;
}

function testLine(entry: VerdictEntry, status: ReportStatus, number: number): string {
  // A `#` starts the directive, so neither the description nor the reason may hold one.
  const reason = explain(entry).replaceAll('#', '').replace(/\s+/g, ' ');
  switch (status) {
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

function diagnostics(entry: VerdictEntry, status: ReportStatus): string[] {
  if (status !== 'fail') return [];
  const steps = entry.counterexample?.steps ?? [];
  return [explain(entry), ...steps.map((step, index) => `${index + 1}. ${stepText(step)}`)].map(
    (line) => `  # ${line}`,
  );
}
