import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileLayout, emitLayout } from '../../src/spec/check/index.ts';
import { array, createDraft, record, uint, type Layout } from '../../src/spec/kit/layout.ts';

const leaf = fc.oneof(fc.nat(3), fc.constantFrom(0, 1, 255, 0xfffff)).map((max) => uint(max));
const { layout: anyLayout } = fc.letrec<{ layout: Layout }>((tie) => ({
  layout: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    leaf,
    fc.tuple(fc.nat(4), tie('layout')).map(([length, item]): Layout => array(length, item)),
    fc
      .dictionary(fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.constantFrom('a b', '"', '0')), tie('layout'), {
        maxKeys: 4,
      })
      .map((fields): Layout => record(fields)),
  ),
}));
const rootLayout = anyLayout.map((layout) => record({ root: layout }));

/** A draft of the layout with every field in range. */
function draftOf(layout: Layout): fc.Arbitrary<unknown> {
  switch (layout.kind) {
    case 'uint':
      return fc.oneof(fc.nat(layout.max), fc.constant(layout.max));
    case 'array':
      return fc.tuple(...Array.from({ length: layout.length }, () => draftOf(layout.item)));
    case 'record':
      return fc.record(
        Object.fromEntries(Object.entries(layout.fields).map(([name, field]) => [name, draftOf(field)])),
      );
  }
}

const layoutAndDrafts = rootLayout.chain((layout) => fc.tuple(fc.constant(layout), draftOf(layout), draftOf(layout)));
const codes = ['generated', 'closures'] as const;

describe.each(codes)('packed layouts, %s', (code) => {
  test('unpack undoes pack, and touches no word but its own', () => {
    fc.assert(
      fc.property(layoutAndDrafts, ([layout, draft]) => {
        const packed = compileLayout<unknown>(layout, { code, debug: true });
        const words = new Int32Array(packed.words + 2).fill(-1);
        packed.pack(draft, words, 1);
        const copy: unknown = createDraft(layout);
        packed.unpack(words, 1, copy);
        expect(copy).toEqual(draft);
        expect([words[0], words[words.length - 1]]).toEqual([-1, -1]);
      }),
    );
  });

  test('restore brings a draft back from any other state', () => {
    fc.assert(
      fc.property(layoutAndDrafts, ([layout, first, second]) => {
        const packed = compileLayout<unknown>(layout, { code });
        const words = new Int32Array(2 * packed.words);
        packed.pack(first, words, 0);
        packed.pack(second, words, packed.words);
        const draft: unknown = createDraft(layout);
        packed.unpack(words, packed.words, draft);
        packed.restore(words, 0, draft, words, packed.words);
        expect(draft).toEqual(first);
      }),
    );
  });

  test('debug mode names the field that is out of range', () => {
    const layout = record({ vcpu: array(2, record({ pc: uint(5) })) });
    const packed = compileLayout<{ vcpu: { pc: unknown }[] }>(layout, { code, debug: true });
    for (const bad of [6, -1, 1.5, undefined, Number.NaN]) {
      const draft = { vcpu: [{ pc: 0 }, { pc: bad }] };
      expect(() => packed.pack(draft, new Int32Array(1), 0)).toThrow(
        `field vcpu[1].pc is ${bad}; expected an integer in 0..5`,
      );
    }
  });
});

test('generated and closure packers agree on words and hash', () => {
  fc.assert(
    fc.property(layoutAndDrafts, ([layout, draft]) => {
      const [a, b] = codes.map((code) => {
        const packed = compileLayout<unknown>(layout, { code });
        const words = new Int32Array(packed.words);
        packed.pack(draft, words, 0);
        return { words, hash: packed.hash(words, 0) };
      });
      expect(a).toEqual(b);
    }),
  );
});

test('fields lie densely, never across words, in the order of declaration', () => {
  const { fields, words } = compileLayout(record({ a: uint(0xfffff), b: uint(0xfffff), c: uint(4095), d: uint(1) }));
  expect(words).toBe(2);
  expect(fields.map(({ name, word, shift, bits }) => [name, word, shift, bits])).toEqual([
    ['a', 0, 0, 20],
    ['b', 1, 0, 20],
    ['c', 0, 20, 12],
    ['d', 1, 20, 1],
  ]);
});

test('the emitted module is source text of the same functions', async () => {
  const layout = record({ ring: array(3, uint(3)), on: uint(1) });
  const text = emitLayout(layout, { module: true });
  const url = `data:text/javascript,${encodeURIComponent(text)}`;
  const { createCodec } = (await import(/* @vite-ignore */ url)) as {
    createCodec: (fail: () => never) => ReturnType<typeof compileLayout>;
  };
  const codec = createCodec(() => {
    throw new Error('out of range');
  });
  const words = new Int32Array(1);
  codec.pack({ ring: [1, 2, 3], on: 1 }, words, 0);
  expect(words[0]).toBe(0b1_11_10_01);
});
