import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ruleLabs } from '../../src/site-data/rule-lab.ts';
import { againstTrace, checkText } from '../../src/spec/lab/against-trace.ts';
import { parseLog } from '../../src/spec/lab/log/parse.ts';
import { parseResults, traceName } from '../../src/spec/lab/results.ts';
import { withTrace } from '../../src/spec/lab/with-trace.ts';

const results = parseResults(readFileSync('lab/results.json', 'utf8'), 'lab/results.json');
const traces = readdirSync('static/lab');
const unpacked = (file: string): string => gunzipSync(readFileSync(file)).toString('utf8');
const logs = readdirSync('test/data/lab/traced');
const pairs = logs.map((name) => {
  const trace = unpacked(`static/lab/${name.replace('.log.', '.trace.')}`);
  return { name, report: checkText(trace), log: parseLog(unpacked(`test/data/lab/traced/${name}`)) };
});

test.each(pairs)('check-trace says nothing of $name that its log does not bear out', ({ report, log }) => {
  const { wrong, violated, kept } = againstTrace(report, log, log.head.cpu === 'sapphire-rapids');
  expect(wrong).toEqual([]);
  expect(violated.length + kept.length).toBeGreaterThan(0);
});

test('some of the traces show a violation by themselves', () => {
  const shown = pairs.flatMap(({ report, log }) => againstTrace(report, log, false).violated);
  expect(shown).not.toEqual([]);
});

test('a violation that the log lacks, and a rule kept that the log breaks, are noticed', () => {
  const { report, log } = pairs.find((pair) => pair.report.verdict === 'violated') ?? pairs[0];
  const nothing = againstTrace(report, { ...log, events: [] }, false);
  expect(nothing.wrong).toEqual(nothing.violated.map((rule) => expect.stringContaining(`${rule}: the trace shows`)));
  const rules = report.rules.map((rule) => ({ ...rule, verdict: 'kept', kept: 1, violated: 0 }) as const);
  const praised = againstTrace({ ...report, rules }, log, false);
  expect(praised.wrong).toEqual(
    expect.arrayContaining([expect.stringMatching(/: kept by the trace, and the log shows/)]),
  );
});

test('every trace to download is of a run in the results, and is read to the last line', () => {
  const runs = results.entries.map(({ rule, kernel }) =>
    traceName(rule, results.kernels.find(({ version }) => version === kernel)?.name ?? ''),
  );
  expect(traces.filter((name) => !runs.includes(name))).toEqual([]);
  for (const name of traces) {
    const { summary } = checkText(unpacked(`static/lab/${name}`));
    expect({ name, notUnderstood: summary.notUnderstood }).toEqual({ name, notUnderstood: 0 });
  }
});

test('the page of a rule gets each kernel with what was seen, the trace, and what has changed since', () => {
  const labs = ruleLabs(results, results, new Set(traces));
  const lab = labs.find(({ rule }) => rule === 'LBR-ISO-1');
  expect(lab?.stale).toEqual([]);
  expect(lab?.runs.map(({ kernel }) => kernel)).toEqual(results.kernels.map(({ version }) => version));
  for (const run of lab?.runs ?? []) {
    expect(run).toMatchObject({ outcome: 'seen', finding: { ticket: expect.stringMatching(/^lab1:/) } });
  }
  expect(lab?.runs[1].trace).toBe('lab/LBR-ISO-1-on-6.12.trace.gz');
  expect(ruleLabs(results, { ...results, agent: '0' }, new Set())[0]).toMatchObject({ stale: ['agent'] });
});

test('ftrace goes on before the first step and is read after the last, and what is expected moves along', () => {
  const plan = { cpus: 1, cpu: 'skylake', lines: [{ text: 'a', step: 0 }], notes: [] } as const;
  expect(withTrace(plan).lines.map(({ text }) => text)).toEqual(['trace on', 'a', 'trace off', 'trace dump']);
  const expected = [{ step: 0, op: 'x', result: 'ok', branches: false, line: 0, word: 0, form: 'vmm' }] as const;
  expect(withTrace({ ...plan, expected }).expected[0].line).toBe(1);
});
