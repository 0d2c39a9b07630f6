import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { citedSymbols } from '../../scripts/cited-symbols.ts';

const { symbols } = JSON.parse(readFileSync('registry/symbols.json', 'utf8')) as {
  readonly symbols: Readonly<Record<string, readonly string[]>>;
};
const kernel = citedSymbols('.', 'kernel');
/** Examples in what explains the citations themselves. */
const own = citedSymbols('.', 'own').filter(({ where }) => !where.startsWith('scripts/'));

test('each kernel function that is cited with its file is in a reviewed tree', () => {
  expect(kernel.length).toBeGreaterThan(50);
  const faults = kernel.filter(({ symbol }) => (symbols[symbol] ?? []).length === 0);
  expect(
    faults.map(({ where, symbol }) => `${where}: ${symbol}() is in no reviewed tree; see scripts/kernel-symbols.ts`),
  ).toEqual([]);
});

test('no function is recorded that nobody cites any more', () => {
  const cited = new Set(kernel.map(({ symbol }) => symbol));
  expect(Object.keys(symbols).filter((symbol) => !cited.has(symbol))).toEqual([]);
});

test('each function of this repository that is cited with its file exists', () => {
  expect(own.length).toBeGreaterThan(0);
  const files = ['src', 'lab', 'ground-truth', 'deep', 'mutate', 'scripts', 'plugins'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  const defined = (file: string, name: string): boolean =>
    files.some(
      (one) =>
        `/${one}`.endsWith(`/${file}`) &&
        new RegExp(`\\b(function\\*? |const )${name}\\b`).test(readFileSync(one, 'utf8')),
    );
  const faults = own.filter(({ symbol }) => !defined(...(symbol.split(':') as [string, string])));
  expect(faults.map(({ where, symbol }) => `${where}: there is no ${symbol}()`)).toEqual([]);
});
