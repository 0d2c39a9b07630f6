import { readFileSync } from 'node:fs';
import { createElement, type FunctionComponent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { MutantTable } from '../../src/components/lab/MutantTable.tsx';
import { SeriesTable } from '../../src/components/lab/SeriesTable.tsx';
import { readPieces } from '../../src/node/pieces.ts';
import type { SeriesResults } from '../../src/spec/lab/series.ts';

const results = JSON.parse(readFileSync('lab/series-results.json', 'utf8')) as SeriesResults;
const pieces = readPieces('.');

/** The rows of a table as text. */
const rows = <P extends object>(component: FunctionComponent<P>, props: P): string[] =>
  renderToStaticMarkup(createElement(component, props))
    .split('<tr>')
    .map((row) => row.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' '));

describe('the table of pieces', () => {
  const table = rows(SeriesTable, { pieces, results });
  const rowOf = (name: string): string => table.find((row) => row.trim().startsWith(`${name} `)) ?? '';

  test('says of each piece what it mends and what it costs', () => {
    expect(rowOf('reset-tos')).toMatch(/Mends LBR-ISO-4 .*: \d+ before, \d+ after/);
    expect(rowOf('start-guest-event-empty')).toContain('The host event loses the records that it has so far.');
    for (const { name } of pieces) expect(rowOf(name), name).toMatch(/ (Mends |Has not been run;)/);
  });

  test('says what has not been run, and what is for another version', () => {
    const [kernel] = results.kernels;
    const none = rows(SeriesTable, {
      pieces,
      results: { ...results, kernels: [{ ...kernel, name: '6.12', changes: [] }] },
    });
    expect(none.filter((row) => row.includes('Has not been run'))).toHaveLength(pieces.length);
    expect(none.filter((row) => row.includes('Not for this version.'))).toHaveLength(1);
  });

  test('says what a piece breaks, and in which run', () => {
    const [kernel] = results.kernels;
    const changes = kernel.changes.map((change) => ({ ...change, broken: { 'LBR-CTX-5': ['guest-alone'] } }));
    const broken = rows(SeriesTable, { pieces, results: { ...results, kernels: [{ ...kernel, changes }] } });
    expect(broken.join('\n')).toContain('Breaks LBR-CTX-5 in guest-alone');
  });
});

test('the table of mutants has each with its outcome', () => {
  const table = rows(MutantTable, { results });
  const mutants = results.kernels.flatMap(({ changes }) => changes.filter(({ kind }) => kind === 'mutant'));
  expect(table.length - 2).toBe(mutants.length);
  expect(table.filter((row) => / found /.test(row)).length).toBe(
    mutants.filter(({ outcome }) => outcome === 'found').length,
  );
});
