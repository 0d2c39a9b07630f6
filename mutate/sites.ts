/** Which changes there are in the model, and a sample of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { changesOf, tablesOf, type Change } from './operators.ts';
import { EXCLUDED_FILES } from './excluded.ts';
import { filesBelow } from './files.ts';

const MODEL = 'src/spec/model';

export interface Site extends Change {
  /** Path in the repository. */
  readonly file: string;
}

/** Every single change of the model's sources, by file and place. */
export function sitesOf(root: string): Site[] {
  const files = filesBelow(root, MODEL).filter((file) => !Object.hasOwn(EXCLUDED_FILES, file.slice(MODEL.length + 1)));
  const texts = files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const);
  const tables = Object.assign({}, ...texts.map(([file, text]) => tablesOf(file, text))) as ReturnType<typeof tablesOf>;
  return texts.flatMap(([file, text]) => changesOf(file, text, tables).map((change): Site => ({ file, ...change })));
}

/**
 * Names a change by what it changes, so that it keeps its name when lines move: the file, the function around it is in
 * the text; the number tells apart changes of equal text in one file.
 */
export function namesOf(sites: readonly Site[]): string[] {
  const seen = new Map<string, number>();
  return sites.map(({ file, operator, before, after }) => {
    const text = `${file.replace('src/spec/model/', '')} ${operator}: ${oneLine(before)} -> ${oneLine(after)}`;
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : `${text} (${count})`;
  });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** All numbers below `count` in an order that the seed decides: the first n of them are a sample. */
export function shuffled(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let state = seed >>> 0 || 1;
  const below = (n: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
  for (let last = count - 1; last > 0; last--) {
    const other = below(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
