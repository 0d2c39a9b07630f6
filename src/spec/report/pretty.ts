import { byRule } from './group.ts';
import { explain, reportStatus } from './outcome.ts';
import { stepText } from './step-text.ts';
import type { VerdictEntry, VerdictFile } from '../verify/verdict-file.ts';

/** One letter per cell, as the legend below the matrix says; a violation has the number of its steps as well. */
const SIGN = { holds: 'H', violated: 'V', 'not-applicable': '-', 'not-established': '?' } as const;

/** For a terminal: the matrix, then every verdict that is not as declared with its trace, then one line of totals. */
export function pretty(file: VerdictFile): string {
  const lines = [
    ...matrix(file),
    '',
    'H holds  V violated, and the steps of its trace  - does not apply  ? not established  ! not as declared',
    ...hint(file),
    '',
  ];
  for (const entry of file.verdicts.filter((candidate) => reportStatus(candidate) === 'fail'))
    lines.push(...surprise(entry));
  return `${[...lines, totals(file)].join('\n')}\n`;
}

function matrix(file: VerdictFile): string[] {
  const rules = [...byRule(file.verdicts)];
  const width = Math.max(4, ...rules.map(([rule]) => rule.length));
  const row = (head: string, cells: readonly string[]): string =>
    [head.padEnd(width), ...cells.map((cell, index) => cell.padEnd(file.designs[index].length))].join('  ').trimEnd();
  const body = rules.map(([rule, entries]) => {
    const cells = file.designs.map((design) => cell(entries.find((entry) => entry.design === design)));
    return row(rule, cells);
  });
  return [row('', file.designs), ...body];
}

function cell(entry: VerdictEntry | undefined): string {
  if (entry === undefined) return '';
  const steps = entry.verdict === 'violated' ? (entry.counterexample?.steps.length ?? '') : '';
  return `${SIGN[entry.verdict]}${steps}${reportStatus(entry) === 'fail' ? '!' : ''}`;
}

/** How to see the trace of a violation, by the example of the first. */
function hint({ verdicts }: VerdictFile): string[] {
  const violated = verdicts.find((entry) => reportStatus(entry) === 'xfail' && entry.counterexample !== undefined);
  if (violated === undefined) return [];
  const { rule, design } = violated;
  return [
    `The trace of ${rule} on ${design}: lbr-contract verify --rule ${rule} --design ${design} --save-counterexamples DIR`,
    `and then lbr-contract replay DIR/${rule}/${design}.json`,
  ];
}

function surprise(entry: VerdictEntry): string[] {
  const steps = entry.counterexample?.steps ?? [];
  return [
    `${entry.rule} on ${entry.design}: ${explain(entry)}`,
    ...steps.map((step, index) => `  ${String(index + 1).padStart(2)}. ${stepText(step)}`),
    '',
  ];
}

function totals(file: VerdictFile): string {
  const count = (verdict: VerdictEntry['verdict']): number =>
    file.verdicts.filter((entry) => entry.verdict === verdict).length;
  const failed = file.verdicts.filter((entry) => reportStatus(entry) === 'fail').length;
  return (
    `${file.verdicts.length} verdicts: ${count('holds')} holds, ${count('violated')} violated, ` +
    `${count('not-applicable')} do not apply, ${count('not-established')} not established; ` +
    (failed === 0 ? 'all as declared' : `${failed} not as declared`)
  );
}
