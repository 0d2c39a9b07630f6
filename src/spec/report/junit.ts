import { byRule } from './group.ts';
import { explain, reportStatus, type ReportStatus } from './outcome.ts';
import { stepText } from './step-text.ts';
import type { VerdictEntry, VerdictFile } from '../verify/verdict-file.ts';
import { element, escapeXml } from '../kit/xml.ts';

/** JUnit XML: one suite per rule, one case per design. A declared violation passes and says so in its output. */
export function junit(file: VerdictFile): string {
  const suites = [...byRule(file.verdicts)].map(([rule, entries]) => suite(rule, entries));
  const root = element('testsuites', { name: 'lbr-contract', ...counts(file.verdicts) }, suites);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function suite(rule: string, entries: readonly VerdictEntry[]): string {
  return `\n${element('testsuite', { name: rule, ...counts(entries) }, entries.map(testCase))}`;
}

function testCase(entry: VerdictEntry): string {
  const attributes = { classname: entry.rule, name: entry.design, time: (entry.how?.seconds ?? 0).toFixed(3) };
  return `\n  ${element('testcase', attributes, details(entry))}`;
}

function details(entry: VerdictEntry): string[] {
  const trace = (entry.counterexample?.steps ?? []).map((step, index) => `${index + 1}. ${stepText(step)}`);
  switch (reportStatus(entry)) {
    case 'pass':
      return [];
    case 'xfail':
      return [element('system-out', {}, [escapeXml([explain(entry), ...trace].join('\n'))])];
    case 'skip':
      return [element('skipped', { message: explain(entry) })];
    case 'fail':
      return [element('failure', { message: explain(entry), type: entry.verdict }, [escapeXml(trace.join('\n'))])];
  }
}

function counts(entries: readonly VerdictEntry[]): { tests: number; failures: number; skipped: number } {
  const having = (outcome: ReportStatus): number => entries.filter((entry) => reportStatus(entry) === outcome).length;
  return { tests: entries.length, failures: having('fail'), skipped: having('skip') };
}
