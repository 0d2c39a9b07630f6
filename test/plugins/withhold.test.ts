import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Reproductions } from '../../ground-truth/reproductions.ts';
import { removeWithheldTraces } from '../../plugins/data/published-files.ts';
import { withhold, type Evidence } from '../../plugins/data/withhold.ts';
import { withheldIn } from '../../src/node/withheld.ts';
import type { LabResults } from '../../src/spec/lab/results.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const entry = (rule: string) => ({
  rule,
  revision: 1,
  design: 'v7.3',
  verdict: 'violated',
  expected: 'violated',
  counterexample: { format: 'lbr-scenario/1', design: 'v7.3', steps: [{ op: 'host.branch' }] },
});

const evidence = {
  verdicts: { verdicts: [entry('LBR-ISO-1'), entry('LBR-DBG-1')], mutants: [{ name: 'a' }] } as unknown,
  reproductions: read('ground-truth/reproductions.json') as Reproductions,
  lab: read('lab/results.json') as LabResults,
} as Evidence;

const published = withhold(evidence, new Set(['LBR-ISO-1']));
const about = <Entry extends { rule: string }>(entries: readonly Entry[], rule: string) =>
  entries.filter((each) => each.rule === rule);

test('verdicts stay, and the runs of a rule that is withheld go', () => {
  const [withheld] = about(published.verdicts.verdicts, 'LBR-ISO-1');
  expect(withheld).toMatchObject({ design: 'v7.3', verdict: 'violated' });
  expect(withheld).not.toHaveProperty('counterexample');
  expect(about(published.verdicts.verdicts, 'LBR-DBG-1')[0]).toEqual(entry('LBR-DBG-1'));
  expect(published.verdicts.mutants).toEqual(evidence.verdicts.mutants);
});

test('of the kernel’s code it stays whether it showed the violation, and not how', () => {
  const before = about(evidence.reproductions.entries, 'LBR-ISO-1');
  const after = about(published.reproductions.entries, 'LBR-ISO-1');
  expect(before.some(({ steps }) => steps !== undefined)).toBe(true);
  expect(after.map(({ kernel, reproduced }) => ({ kernel, reproduced }))).toEqual(
    before.map(({ kernel, reproduced }) => ({ kernel, reproduced })),
  );
  for (const one of after)
    expect(Object.keys(one).filter((name) => /steps|answers|shown|instance/.test(name))).toEqual([]);
});

test('of whole kernels the outcome stays, without log, report, steps and ticket', () => {
  const before = about(evidence.lab?.entries ?? [], 'LBR-ISO-1');
  expect(before.some(({ finding, excerpt }) => finding !== undefined && excerpt !== undefined)).toBe(true);
  const after = about(published.lab?.entries ?? [], 'LBR-ISO-1');
  const outcomes = (entries: typeof before) => entries.map(({ kernel, cpu, outcome }) => ({ kernel, cpu, outcome }));
  expect(outcomes(after)).toEqual(outcomes(before));
  for (const one of after) {
    expect(Object.keys(one).filter((name) => /steps|notes|finding|log|excerpt/.test(name))).toEqual([]);
    if (one.outcome === 'seen') expect(one.what).toBe('The run is left out of this site.');
  }
  const others = (of: Evidence) => of.lab?.entries.filter(({ rule }) => rule !== 'LBR-ISO-1');
  expect(others(published)).toEqual(others(evidence));
});

test('nothing of the evidence is changed in place', () => {
  expect(evidence.verdicts.verdicts[0]).toHaveProperty('counterexample');
});

test('only a build that asks for it withholds, and what is public is shown in it, too', () => {
  expect(withheldIn('.', '')).toEqual(new Set());
  expect(withheldIn('.', '0')).toEqual(new Set());
  expect(withheldIn('.', '1').has('LBR-ISO-1')).toBe(true);
  expect(() => withheldIn('.', 'yes')).toThrow('LBR_CONTRACT_WITHHOLD: found "yes", expected 0 or 1');
});

test('traces of whole kernels go with the runs', () => {
  const out = mkdtempSync(path.join(tmpdir(), 'lbr-published-'));
  try {
    removeWithheldTraces(out, new Set(['LBR-ISO-1']));
    mkdirSync(path.join(out, 'lab'));
    const names = ['LBR-DBG-1-on-6.1.trace.gz', 'LBR-ISO-1-on-7.3.trace.gz', 'index.html'];
    for (const name of names) writeFileSync(path.join(out, 'lab', name), '');
    removeWithheldTraces(out, new Set(['LBR-ISO-1']));
    expect(readdirSync(path.join(out, 'lab')).toSorted()).toEqual(['LBR-DBG-1-on-6.1.trace.gz', 'index.html']);
  } finally {
    rmSync(out, { recursive: true });
  }
});
