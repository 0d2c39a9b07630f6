import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileLayout, type Code } from '../../src/spec/check/index.ts';
import { StateTable } from '../../src/spec/check/state-table.ts';
import { array, record, uint } from '../../src/spec/kit/layout.ts';

const layout = record({ pair: array(2, uint(0xfffff)) });

/** Enters batches of states, told by two numbers each, and the same into a plain map, up to a bound. */
function enterBoth(code: Code, batches: readonly (readonly (readonly [number, number])[])[], maxStates: number) {
  const packed = compileLayout<{ pair: number[] }>(layout, { code });
  const table = new StateTable(packed, { maxStates, maxBytes: Infinity });
  const known = new Map<string, { readonly index: number; readonly parent: number }>();
  let refused = false;
  for (const [nth, batch] of batches.entries()) {
    const words = new Int32Array(batch.length * packed.words);
    const parents = Int32Array.from(batch, (_, i) => nth * 10_000 + i);
    for (const [i, pair] of batch.entries()) packed.pack({ pair: [...pair] }, words, i * packed.words);
    const taken: number = refused ? 0 : countTaken(known, batch, parents, maxStates);
    expect(table.insertBatch(words, parents, batch.length)).toBe(taken);
    refused ||= taken < batch.length;
    expect(table.bound).toBe(refused ? 'states' : undefined);
  }
  expect(table.count).toBe(known.size);
  const words = new Int32Array(packed.words);
  for (const [text, { index, parent }] of known) {
    packed.pack({ pair: text.split(',').map(Number) }, words, 0);
    expect(table.find(words, 0)).toBe(index);
    expect(table.parent(index)).toBe(parent);
  }
}

function countTaken(
  known: Map<string, { readonly index: number; readonly parent: number }>,
  batch: readonly (readonly [number, number])[],
  parents: Int32Array,
  maxStates: number,
): number {
  for (const [i, pair] of batch.entries()) {
    if (known.has(pair.join())) continue;
    if (known.size === maxStates) return i;
    known.set(pair.join(), { index: known.size, parent: parents[i] });
  }
  return batch.length;
}

describe.each(['generated', 'closures'] as const)('the state table, by %s', (code) => {
  const pair = fc.tuple(
    fc.nat(30),
    fc.nat(0xfffff).map((n) => n & 0xc0003),
  );

  test('numbers states in their order, keeps the first parent, and refuses what is beyond the bound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(pair, { maxLength: 60 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 300 }),
        (batches, maxStates) => enterBoth(code, batches, maxStates),
      ),
    );
  });

  test.each([70_000, 66_000, 65_536])('grows within a batch and over the end of a chunk, up to %i states', (most) => {
    const all = Array.from({ length: 70_000 }, (_, i): [number, number] => [i % 1000, Math.floor(i / 1000)]);
    const batches = Array.from({ length: 24 }, (_, i) => [...all.slice(i * 3000, i * 3000 + 3000), ...all.slice(0, 9)]);
    enterBoth(code, batches, most);
  });
});
