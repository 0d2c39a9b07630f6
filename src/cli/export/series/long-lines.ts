const COLUMNS = 80;
const TAB = 8;

/**
 * spatch joins what it adds into one line. Breaks the added lines that are longer than 80 columns at the outermost && and
 * ||, in line with the parenthesis that they are in, and puts an added #define into the column of the one above it.
 */
export function withoutLongLines(before: string, after: string): string {
  const known = new Set(before.split('\n'));
  const lines = after.split('\n');
  return lines
    .flatMap((line, index) => (known.has(line) ? [line] : broken(inColumn(line, lines[index - 1] ?? ''))))
    .join('\n');
}

function broken(line: string): string[] {
  if (width(line) <= COLUMNS) return [line];
  const place = outermost(line);
  if (place === undefined) return [line];
  const { at, column } = place;
  const indent = '\t'.repeat(Math.floor(column / TAB)) + ' '.repeat(column % TAB);
  return [...broken(line.slice(0, at)), ...broken(indent + line.slice(at + 1))];
}

/** The last space behind an operator of the least depth, and the column of what its parenthesis holds. */
function outermost(line: string): { readonly at: number; readonly column: number } | undefined {
  const open: number[] = [];
  let best: { depth: number; at: number; column: number } | undefined;
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '(') open.push(index + 1);
    if (line[index] === ')') open.pop();
    const operator = line.slice(index, index + 3);
    if ((operator !== '&& ' && operator !== '|| ') || open.length === 0) continue;
    const column = width(line.slice(0, open[open.length - 1]));
    if (best === undefined || open.length <= best.depth) best = { depth: open.length, at: index + 2, column };
  }
  return best;
}

function inColumn(line: string, above: string): string {
  const [, head, value] = /^(#define \w+) (\S.*)$/.exec(line) ?? [];
  const column = /^#define \w+\t+/.exec(above)?.[0];
  if (head === undefined || value === undefined || column === undefined) return line;
  const tabs = Math.ceil((width(column) - head.length) / TAB);
  return tabs > 0 ? head + '\t'.repeat(tabs) + value : line;
}

/** Columns that a text takes, with a tab every eight. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += character === '\t' ? TAB - (columns % TAB) : 1;
  return columns;
}
