import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seriesChanges, WHOLE } from '../../lab/kernel/planned.ts';
import { seriesRuns } from '../../lab/series-runs.ts';
import { readPieces } from '../../src/node/pieces.ts';
import {
  changedAccesses,
  compareRuns,
  SERIES_FORMAT,
  seriesText,
  totalsOf,
  type RunObservation,
  type SeriesResults,
} from '../../src/spec/lab/series.ts';

const shows = (violated: readonly string[], change: Partial<RunObservation> = {}): RunObservation => ({
  violated,
  unmet: [],
  accesses: 10,
  instructions: 100,
  entries: 1,
  ...change,
});

describe('a change of the kernel', () => {
  const own = { run: 'LBR-ISO-1 of v7.3', rule: 'LBR-ISO-1' };

  test('mends a rule where the rule’s own steps show it before and not after', () => {
    const compared = compareRuns([{ ...own, before: shows(['LBR-ISO-1', 'LBR-CTX-2']), after: shows([]) }]);
    expect(compared).toMatchObject({ mended: { 'LBR-ISO-1': [own.run] }, broken: {}, elsewhere: { 'LBR-CTX-2': 1 } });
  });

  test('mends nothing where the base does not show it, or where the run does not end', () => {
    expect(compareRuns([{ ...own, before: shows([]), after: shows([]) }]).mended).toEqual({});
    const hung = compareRuns([{ ...own, before: shows(['LBR-ISO-1']), after: shows([], { stops: 'a hang' }) }]);
    expect(hung).toMatchObject({ mended: {}, elsewhere: {}, stops: [{ run: own.run, why: 'a hang' }] });
  });

  test('breaks what a run shows after and not before, in any run', () => {
    const runs = ['w', 'walk 1'].map((run) => ({ run, before: shows([]), after: shows(['LBR-CTX-5']) }));
    expect(compareRuns(runs).broken).toEqual({ 'LBR-CTX-5': ['w', 'walk 1'] });
  });

  test('has its price in accesses, by run and in all', () => {
    const runs = [
      { run: 'a', before: shows([]), after: shows([], { accesses: 12 }) },
      { run: 'walk 3', before: shows([]), after: shows(['LBR-ISO-1']) },
    ];
    expect(changedAccesses(runs)).toEqual({ a: 12 });
    expect(compareRuns(runs).after).toEqual({ accesses: 22, instructions: 200, entries: 2, walks: { 'LBR-ISO-1': 1 } });
    expect(totalsOf(runs.map(({ run, before }) => ({ run, ...before }))).accesses).toBe(20);
  });
});

describe('what is planned', () => {
  test('is each piece, all together, and at least six mutants, with at least one of each piece', () => {
    const planned = seriesChanges('.', '7.3');
    const names = readPieces('.').map(({ name }) => name);
    expect(planned.filter(({ kind }) => kind === 'piece').map(({ name }) => name)).toEqual(names);
    expect(planned.find(({ name }) => name === WHOLE)?.changes).toHaveLength(names.length);
    const mutants = planned.filter(({ kind }) => kind === 'mutant');
    expect(mutants.length).toBeGreaterThanOrEqual(6);
    expect(new Set(mutants.flatMap(({ of }) => of ?? []))).toEqual(new Set(names));
    for (const { changes } of planned) for (const { path } of changes) expect(existsSync(path), path).toBe(true);
  });

  test('leaves out what is for another version', () => {
    expect(seriesChanges('.', '6.12').some(({ name }) => name.startsWith('snapshot-after-load'))).toBe(false);
  });

  test('uses every semantic patch that is there, each with its license', () => {
    const files = readdirSync('lab/kernel/mutants');
    const named = seriesChanges('.', '7.3').filter(({ kind }) => kind === 'mutant');
    expect(files.toSorted()).toEqual(named.map(({ name }) => `${name}.cocci`).toSorted());
    for (const file of files)
      expect(readFileSync(`lab/kernel/mutants/${file}`, 'utf8')).toMatch(
        /^\/\/ SPDX-License-Identifier: GPL-2.0-only\n/,
      );
  });

  test('runs every counterexample that can be driven, each workload and random walks', () => {
    const runs = seriesRuns('.', '7.3').map(({ run }) => run);
    expect(new Set(runs).size).toBe(runs.length);
    for (const run of ['LBR-ISO-1 of v7.3', 'guest-alone', 'walk 0', 'mediated-beside-event'])
      expect(runs).toContain(run);
  });
});

describe('lab/series-results.json', () => {
  const results = JSON.parse(readFileSync('lab/series-results.json', 'utf8')) as SeriesResults;

  test('has at least five pieces that ran, and all together', () => {
    expect(results.format).toBe(SERIES_FORMAT);
    const [{ changes, runs }] = results.kernels;
    expect(changes.filter(({ kind }) => kind === 'piece').length).toBeGreaterThanOrEqual(5);
    expect(changes.some(({ kind }) => kind === 'series')).toBe(true);
    expect(runs.length).toBeGreaterThan(80);
    expect(seriesText(results).split('\n')).toHaveLength(results.kernels.flatMap((kernel) => kernel.changes).length);
  });

  test('has an image of its own for each change, so that none of them changed nothing', () => {
    for (const { image, changes } of results.kernels) {
      const images = [image, ...changes.map((change) => change.image)];
      expect(new Set(images).size).toBe(images.length);
    }
  });

  test('shows in the base what a piece mends, and the pieces break nothing', () => {
    for (const { runs, changes } of results.kernels)
      for (const { kind, name, mended, broken } of changes.filter((change) => change.kind !== 'mutant')) {
        for (const [rule, names] of Object.entries(mended))
          for (const run of names)
            expect(runs.find((one) => one.run === run)?.violated, `${kind} ${name}`).toContain(rule);
        expect(broken, name).toEqual({});
      }
  });

  test('has at least six mutants, and says why one is not found', () => {
    const mutants = results.kernels.flatMap(({ changes }) => changes.filter(({ kind }) => kind === 'mutant'));
    expect(mutants.filter(({ outcome }) => outcome === 'found').length).toBeGreaterThanOrEqual(6);
    for (const { name, outcome, reason } of mutants) if (outcome === 'missed') expect(reason, name).toBeDefined();
  });
});
