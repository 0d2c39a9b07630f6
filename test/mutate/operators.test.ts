import { expect, test } from 'vitest';
import { changesOf, tablesOf } from '../../mutate/operators.ts';
import { namesOf, shuffled, sitesOf } from '../../mutate/sites.ts';
import { blockAround, blocksOf, marked } from '../../mutate/blocks.ts';

const of = (text: string): string[] =>
  changesOf('a.ts', text, tablesOf('t.ts', 'export const At = { user: 0, loaded: 1, guest: 2 } as const;')).map(
    ({ operator, before, after }) => `${operator}: ${before} -> ${after}`,
  );

test('each operator changes one expression or one statement', () => {
  expect(of('if (a) b();')).toEqual(['negate: a -> !(a)', 'drop: b(); -> ;']);
  expect(of('const c = a && b;')).toEqual(['swap: && -> ||']);
  expect(of('const c = a < 2;')).toEqual(['off-by-one: < -> <=', 'off-by-one: 2 -> 3']);
  expect(of('const c = w.at === At.guest;')).toEqual(['swap: === -> !==', 'constant: At.guest -> At.user']);
  expect(of('const c = 1n << 14n;')).toEqual(['off-by-one: 1n -> 2n', 'swap: << -> >>', 'off-by-one: 14n -> 15n']);
});

test('types, imports, messages and errors are left alone', () => {
  expect(of("import { a } from './a.ts';")).toEqual([]);
  expect(of('type A = 1 | 2;')).toEqual([]);
  expect(of('function f() { throw new Error(`${1 + 1}`); }')).toEqual([]);
});

test('the sample is of the whole model, its names tell every change apart, and the seed decides it', () => {
  const sites = sitesOf('.');
  const names = namesOf(sites);
  expect(new Set(names).size).toBe(sites.length);
  expect(new Set(sites.map(({ file }) => file.split('/')[3]))).toEqual(new Set(['protocol', 'register']));
  expect(shuffled(sites.length, 1).toSorted((a, b) => a - b)).toEqual(sites.map((_, index) => index));
  expect(shuffled(9, 1)).not.toEqual(shuffled(9, 2));
});

test('a mark stands at the head of each block, and the innermost block around a place is found', () => {
  const text = 'const f = (a) => { if (a) { return g((b) => b + 1); } };';
  const blocks = blocksOf('a.ts', text);
  const globals = { lbrRan: [] as number[] };
  const run = new Function('globalThis', 'g', `${marked(text, blocks, 5)} return f;`)(
    globals,
    (h: (b: number) => number) => h(1),
  ) as (a: boolean) => number | undefined;
  expect(run(false)).toBeUndefined();
  expect(Object.keys(globals.lbrRan)).toEqual(['5']);
  expect(run(true)).toBe(2);
  expect(Object.keys(globals.lbrRan)).toEqual(['5', '6', '7']);
  const at = text.indexOf('b + 1');
  expect(blocks[blockAround(blocks, at, at + 5)].expression).toBe(true);
});
