import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { designNames } from '../../src/spec/designs/index.ts';
import type { Field, Fields } from '../../src/spec/scenario/field.ts';
import { hostFields } from '../../src/spec/scenario/host-fields.ts';
import { readJson } from '../../src/spec/scenario/json.ts';
import { registerOps } from '../../src/spec/scenario/ops/index.ts';
import { parseDocument, parseRegisterScenario } from '../../src/spec/scenario/parse.ts';
import { ScenarioError } from '../../src/spec/scenario/problem.ts';
import { scenarioSchema, SCHEMA_ID } from '../../src/spec/scenario/schema.ts';
import { replayScenario } from '../../src/spec/verify/replay-scenario.ts';

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(scenarioSchema(SCHEMA_ID));

/** What a JSON Schema cannot say: bounds of numbers that are text, which names exist, and how fields fit together. */
const BEYOND_SCHEMA =
  /expected at most|unknown MSR|outside the contract|expected (4|8), |no CPU has|perfCapabilities says/;

const good = fc.constantFrom<unknown[]>('0x1d9', 473, '0X1D9', '0x345', 837, '0x1c9', '0x6_80');
const bad = fc.constantFrom<unknown[]>(
  -1,
  1.5,
  null,
  true,
  '',
  ' 0x1',
  '0x',
  '0x1_',
  'zz',
  2 ** 53,
  2 ** 64,
  '0x1ffffffffffffffff',
  [],
  {},
  'DEBUGCTR',
);

/** Mostly what the field takes by its schema, sometimes something else. */
function valueOf({ schema }: Field<unknown>): fc.Arbitrary<unknown> {
  const { type, enum: names, maximum } = schema as { type?: unknown; enum?: readonly unknown[]; maximum?: number };
  const fitting =
    names !== undefined
      ? fc.constantFrom(...names)
      : type === 'boolean'
        ? fc.boolean()
        : type === undefined
          ? fc.constant({})
          : maximum !== undefined && maximum < 473
            ? fc.constantFrom<unknown[]>(8, '0x10', '16', 32)
            : good;
  return fc.oneof({ weight: 30, arbitrary: fitting }, { weight: 1, arbitrary: bad });
}

/** An object with some fields of a table, and at times one that is not there. */
function objectOf(fields: Fields): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(fields);
  const requiredKeys = names.filter((name) => fields[name].required);
  const known = fc.record(Object.fromEntries(names.map((name) => [name, valueOf(fields[name])])), { requiredKeys });
  const stray = fc.constantFrom('msrs', '__proto__', 'constructor', 'valu').map((name) => ({ [name]: 1 }));
  return fc
    .tuple(known, fc.oneof({ weight: 30, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: stray }))
    .map(([some, more]) => ({ ...some, ...more }));
}

const step = fc
  .constantFrom(...Object.entries(registerOps))
  .chain(([op, { fields }]) => objectOf(fields).map((args) => ({ ...args, op })));
/** Mostly the first. */
const mostly = (...values: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(values[0]) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
const document = fc.record(
  {
    format: mostly('lbr-scenario/1', 'lbr-scenario/2', 1),
    design: fc.oneof(fc.constantFrom(...designNames), mostly('v7.3', 'v7.4', 7)),
    host: objectOf(hostFields),
    switches: mostly({ debugctlRtm: 'never' }, { debugctlRtm: 'no' }, { rtm: 'never' }, null),
    title: mostly('a run', 5),
    violates: mostly('LBR-DBG-21', 'dbg', 5),
    steps: fc.oneof({ weight: 30, arbitrary: fc.array(step, { maxLength: 3 }) }, { weight: 1, arbitrary: bad }),
  },
  { requiredKeys: ['steps'] },
);

function parserSays(value: unknown): string | undefined {
  try {
    parseRegisterScenario(parseDocument(value));
    return undefined;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.message;
  }
}

test('what the parser takes the schema takes, and what only the parser refuses is beyond a schema', () => {
  const seen = { both: 0, neither: 0, 'parser only': 0 };
  fc.assert(
    fc.property(document, (value) => {
      const problem = parserSays(value);
      if (validate(value)) {
        seen[problem === undefined ? 'both' : 'parser only']++;
        if (problem !== undefined) expect(problem, JSON.stringify(value)).toMatch(BEYOND_SCHEMA);
      } else {
        seen.neither++;
        expect(problem, `${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`).toBeDefined();
      }
    }),
    { numRuns: 2000, seed: 11 },
  );
  // Otherwise the generator, not the parser, would be what agrees.
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(100);
});

const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));

test(`each of the ${files.length} scenarios of the repository fits the schema`, () => {
  for (const name of files) {
    const value = readJson(readFileSync(`scenarios/${name}`, 'utf8'));
    expect(validate(value), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
});

test('each scenario of conformance and self-test replays', () => {
  for (const name of files.filter((file) => /^(conformance|selftest)\//.test(file))) {
    const scenario = parseDocument(readJson(readFileSync(`scenarios/${name}`, 'utf8')));
    expect(() => replayScenario(scenario), name).not.toThrow();
  }
});
