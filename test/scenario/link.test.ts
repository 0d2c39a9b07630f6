import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScenarioFragment, scenarioFragment } from '../../src/spec/scenario/link.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';

const key = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,8}$/).filter((name) => name !== 'op');
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('12', 'true', "'", '0x801', 'a;b,c(d)=e&f%3b#'),
);
// A scenario is a JSON document, and JSON.stringify() writes -0 as 0.
const json = fc.jsonValue().map((one): unknown => JSON.parse(JSON.stringify(one)));
const argument = fc.oneof(value, fc.dictionary(key, json, { noNullPrototype: true }), fc.constant('{"a":1}'));
const step = fc
  .tuple(fc.stringMatching(/^[a-z]{1,6}\.[a-z_]{1,9}$/), fc.dictionary(key, argument, { noNullPrototype: true }))
  .map(([op, args]) => ({ ...args, op }));
const scenario: fc.Arbitrary<Scenario> = fc.record(
  {
    format: fc.constant('lbr-scenario/1' as const),
    design: fc.stringMatching(/^[a-z][a-z0-9.-]{0,9}$/),
    switches: fc.dictionary(key, fc.string(), { minKeys: 1, noNullPrototype: true }),
    instance: fc.string({ minLength: 1 }),
    title: fc.string({ minLength: 1 }),
    host: fc.dictionary(key, value, { noNullPrototype: true }),
    steps: fc.array(step, { maxLength: 20, size: 'max' }),
  },
  { requiredKeys: ['format', 'design', 'steps'] },
);

describe('a scenario in a link', () => {
  test('comes back as it went in', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        expect(readScenarioFragment(`#${scenarioFragment({ scenario: one, model: 'abcdef0123' })}`)).toEqual({
          scenario: one,
          model: 'abcdef01',
        });
      }),
    );
  });

  test('uses only what a URL fragment may hold', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        expect(scenarioFragment({ scenario: one, model: '' })).toMatch(/^[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*$/);
      }),
    );
  });

  test('is refused with a reason, never half read, for any other text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `t=1&d=v7.3&s=${text}`),
        ),
        (text) => {
          try {
            readScenarioFragment(text);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        },
      ),
    );
  });

  test.each([
    ['', 'format "none"'],
    ['t=2&d=x', 'format "2"'],
    ['t=1&d=<script>', 'a design'],
    ['t=1&d=v7.3&s=alert', 'does not read as action'],
    ['t=1&d=v7.3&h={', 'not JSON'],
    ['t=1&d=%E0%A4%A', 'cut or damaged'],
  ])('%s says what is wrong', (text, message) => {
    expect(() => readScenarioFragment(text)).toThrow(message);
  });
});
