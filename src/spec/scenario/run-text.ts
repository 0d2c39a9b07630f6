import { wrap } from '../kit/wrap.ts';
import { departureText } from './departure-text.ts';
import type { RunView, StepView } from './run-view.ts';

/** Columns of text that goes into a mail. */
export const MAIL_COLUMNS = 75;

/** The run as plain text of at most 75 columns, for mail: one numbered line per step, changes below it. */
export function runText(run: RunView): string {
  const { scenario, instance, steps, violation, departure } = run;
  const digits = String(steps.length).length;
  const lines = [
    ...wrap(
      `${scenario.violates === undefined ? 'A run' : `A run that violates ${scenario.violates}`} on ${scenario.design}`,
      MAIL_COLUMNS,
      '',
      '',
    ),
    ...wrap(instance, MAIL_COLUMNS, '  ', '  '),
    '',
  ];
  steps.forEach((step, index) => {
    const number = String(index + 1).padStart(digits);
    const mark = violation?.step === index ? '>' : departure?.step === index ? '*' : ' ';
    lines.push(...wrap(stepText(step), MAIL_COLUMNS, `${mark}${number}. `, ' '.repeat(digits + 3)));
    if (step.functions.length > 0)
      lines.push(...wrap(step.functions.join(' > '), MAIL_COLUMNS, ' '.repeat(digits + 5), ' '.repeat(digits + 7)));
    if (step.note !== undefined)
      lines.push(...wrap(step.note, MAIL_COLUMNS, ' '.repeat(digits + 5), ' '.repeat(digits + 5)));
    for (const { what, from, to } of step.changes) {
      lines.push(...wrap(`${what}: ${from} -> ${to}`, MAIL_COLUMNS, ' '.repeat(digits + 5), ' '.repeat(digits + 7)));
    }
  });
  if (departure !== undefined) lines.push('', ...wrap(departureText(departure), MAIL_COLUMNS, '', ''));
  if (violation !== undefined) lines.push('', ...wrap(violation.sentence, MAIL_COLUMNS, '', ''));
  return `${lines.join('\n')}\n`;
}

function stepText({ actor, label, result, value }: StepView): string {
  const outcome = [result === undefined || result === 'ok' ? '' : result, value ?? '']
    .filter((part) => part !== '')
    .join(' ');
  return `${actor} ${label}${outcome === '' ? '' : `: ${outcome}`}`;
}
