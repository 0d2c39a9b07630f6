import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../src/spec/scenario/json.ts';
import { parseDocument } from '../../src/spec/scenario/parse.ts';
import { ScenarioError } from '../../src/spec/scenario/problem.ts';
import { replayScenario } from '../../src/spec/verify/replay-scenario.ts';

const texts = ['conformance/VMM-4', 'conformance/LIST-A-3', 'conformance/D-DC-10', 'conformance/KS-PC-12'].map((name) =>
  readFileSync(`scenarios/${name}.json`, 'utf8'),
);
const insertion = fc.constantFrom(
  '"',
  '}',
  ']',
  ',',
  '0',
  '-',
  '\\',
  '\u0000',
  '{"a":1}',
  'null',
  '1e999',
  '\ufeff',
  'é',
);

/** A scenario of the repository that was cut, or had pieces taken out, doubled or put in. */
const damaged = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(2000), fc.nat(12), fc.oneof(insertion, fc.constant(''))), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, edits]) =>
    edits.reduce((left, [at, length, put]) => {
      const from = at % (left.length + 1);
      return left.slice(0, from) + put + left.slice(from + length);
    }, text),
  );

test('a damaged document is refused with a path, or runs; it never ends in another error', () => {
  const seen = { runs: 0, refused: 0 };
  fc.assert(
    fc.property(damaged, (text) => {
      try {
        replayScenario(parseDocument(readJson(text)));
        seen.runs++;
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        expect(error.message).toMatch(/^\$/);
        seen.refused++;
      }
    }),
    { numRuns: 1500, seed: 3 },
  );
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(10);
});
