import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseFromJson, caseToJson } from '../../src/spec/verify/case-text.ts';

const number = fc.bigInt({ min: -(1n << 63n), max: (1n << 64n) - 1n });
const text = fc.string().filter((one) => !/^-?\d+n$/.test(one));
const leaf = fc.oneof(number, text, fc.integer(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value')),
    fc.dictionary(text, tie('value'), { noNullPrototype: true }),
  ),
}));

test('a case comes back as it went in', () => {
  fc.assert(
    fc.property(value, (one) => {
      expect(caseFromJson(JSON.parse(JSON.stringify(caseToJson(one))))).toEqual(
        JSON.parse(JSON.stringify(one, keep), revive),
      );
    }),
  );
});

const keep = (_name: string, one: unknown): unknown =>
  typeof one === 'bigint' ? { big: String(one) } : one === 0 ? 0 : one;
const revive = (_name: string, one: unknown): unknown =>
  typeof one === 'object' &&
  one !== null &&
  Object.keys(one).join() === 'big' &&
  typeof (one as { big: unknown }).big === 'string'
    ? BigInt((one as { big: string }).big)
    : one;

test('text that reads as a 64-bit value, and what JSON cannot hold, is refused', () => {
  expect(() => caseToJson({ name: '12n' })).toThrow('reads as a number');
  expect(() => caseToJson([() => 1])).toThrow('function');
});
