/** The table of rules by kernels, as text. */
import type { LabOutcome } from './outcome.ts';
import type { LabEntry, LabResults } from './results.ts';

const MARK: Readonly<Record<LabOutcome, string>> = {
  seen: 'seen',
  'not-seen': 'not seen',
  'cannot-be-driven': 'cannot be driven',
};

/** What one cell says; a control says what was driven on a kernel that keeps the rule. */
function cellText(entry: LabEntry | undefined): string {
  if (entry === undefined) return '';
  return entry.control === true ? `${MARK[entry.outcome]} (control)` : MARK[entry.outcome];
}

export function tableText(results: LabResults): string {
  const versions = results.kernels.map(({ version }) => version);
  const rules = [...new Set(results.entries.map(({ rule }) => rule))];
  const rows = rules.map((rule) => [
    rule,
    ...versions.map((version) =>
      cellText(results.entries.find((entry) => entry.rule === rule && entry.kernel === version)),
    ),
  ]);
  const all = [['rule', ...versions], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', summary(results)].join('\n');
}

function summary({ entries }: LabResults): string {
  const seen = new Set(
    entries.filter(({ outcome, control }) => outcome === 'seen' && control !== true).map(({ rule }) => rule),
  );
  const controls = entries.filter(({ control }) => control === true);
  const broken = controls.filter(({ outcome }) => outcome === 'seen').length;
  return `${seen.size} rules seen violated; ${controls.length} controls, ${broken} of them seen violated.`;
}
