import { expect, test } from 'vitest';
import { allRules } from '../../src/spec/rules/index.ts';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { TraceCheck } from '../../src/spec/trace/check.ts';
import { keptArchTrace } from './kept-arch-trace.ts';
import { keptTrace } from './kept-trace.ts';
import { printedForms } from './printed-forms.ts';

const contract = traceRules(allRules);

function rulesBroken(text: string): string[] {
  const check = new TraceCheck({ input: 'cut lines', guest: 'infer', contract });
  check.push(Buffer.from(text));
  return check.end().violations.map(({ rule }) => rule);
}

/** Each way to lose the end of one line with its newline. Without a visible byte of it, nothing shows that it was there. */
function cutLines(text: string, furthest: number): string[] {
  const lines = text.split('\n');
  return lines.slice(0, -1).flatMap((line, i) =>
    Array.from({ length: Math.min(line.length, furthest) }, (_, cut) => line.slice(0, cut))
      .filter((start) => start.trim() !== '')
      .map((start) => [...lines.slice(0, i), start + lines[i + 1], ...lines.slice(i + 2)].join('\n')),
  );
}

/** Of a guest's own kernel, as perf script prints it, without its newline. */
const OF_A_GUEST =
  'VM:12345 VCPU:000             perf     900 [000]   512.000001:            msr:write_msr: 1d9, value 4001';

const everyForm = [keptTrace(), keptArchTrace()].flatMap(({ text }, i) =>
  [['as recorded', text] as const, ...printedForms(text)].map(
    ([name, printed]) => [`${name}, trace ${i + 1}`, printed] as const,
  ),
);

test.each(everyForm)('%s: a line behind one of a guest, without a newline, invents no violation', (_name, text) => {
  const lines = text.split('\n');
  const cases = lines.map((line, i) => [...lines.slice(0, i), OF_A_GUEST + line, ...lines.slice(i + 1)].join('\n'));
  expect(cases.length).toBeGreaterThan(20);
  expect(cases.flatMap((broken, i) => (rulesBroken(broken).length > 0 ? [lines[i]] : []))).toEqual([]);
});

const forms = [keptTrace(), keptArchTrace()].flatMap(({ text }, i) => {
  const printed = printedForms(text);
  return ['trace-cmd report', 'perf script'].map(
    (name) => [`${name}, trace ${i + 1}`, printed.get(name) ?? ''] as const,
  );
});

test.each(forms)('%s: a line that goes on as the next one invents no violation, wherever it is cut', (_name, text) => {
  const short = text.split('\n').slice(0, 14).join('\n');
  const cases = cutLines(short, 80);
  expect(cases.length).toBeGreaterThan(300);
  expect(
    cases
      .filter((cut) => rulesBroken(cut).length > 0)
      .map((cut) => cut.split('\n').toSorted((a, b) => b.length - a.length)[0]),
  ).toEqual([]);
});
