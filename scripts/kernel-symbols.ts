/**
 * Records which reviewed trees have the kernel functions that documents and comments cite with their files.
 * `npx tsx scripts/kernel-symbols.ts v6.1=DIR v6.12=DIR v7.3=DIR` writes registry/symbols.json; each DIR is the top of a
 * kernel tree.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { citedSymbols } from './cited-symbols.ts';

const FOLDERS = ['arch/x86', 'kernel', 'include', 'virt'];

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourcesBelow(name);
    return /\.[ch]$/.test(entry.name) ? [name] : [];
  });
}

/** A function is defined where its name and a bracket stand in a line that begins at the margin and ends no statement. */
const defines = (text: string, name: string): boolean =>
  text
    .split('\n')
    .some((line) => new RegExp(`^(?=\\w)(?:.*\\W)?${name}\\(`).test(line) && !line.trimEnd().endsWith(';'));

const trees = process.argv.slice(2).map((argument) => {
  const [tree = '', folder] = argument.split('=');
  if (folder === undefined) {
    console.error(`found "${argument}", expected TREE=DIR, for example v7.3=/usr/src/linux-7.3`);
    process.exit(2);
  }
  return { tree, files: FOLDERS.flatMap((name) => sourcesBelow(path.join(folder, name))) };
});
if (trees.length === 0) {
  console.error('which trees? Expected TREE=DIR for each, for example v7.3=/usr/src/linux-7.3');
  process.exit(2);
}
const cited = [...new Set(citedSymbols('.', 'kernel').map(({ symbol }) => symbol))].toSorted();
const symbols = Object.fromEntries(
  cited.map((symbol) => {
    const [file = '', name = ''] = symbol.split(':');
    const has = ({ files }: (typeof trees)[number]): boolean =>
      files.some((one) => one.endsWith(`/${file}`) && defines(readFileSync(one, 'utf8'), name));
    return [symbol, trees.filter(has).map(({ tree }) => tree)] as const;
  }),
);
const lines = Object.entries(symbols).map(
  ([symbol, found]) => `    ${JSON.stringify(symbol)}: ${JSON.stringify(found).replaceAll(',', ', ')}`,
);
writeFileSync(
  'registry/symbols.json',
  `{\n  "format": "lbr-symbols/1",\n  "symbols": {\n${lines.join(',\n')}\n  }\n}\n`,
);
const nowhere = Object.entries(symbols).filter(([, found]) => found.length === 0);
for (const [symbol] of nowhere) console.error(`${symbol}() is in none of these trees`);
process.exitCode = nowhere.length === 0 ? 0 : 1;
