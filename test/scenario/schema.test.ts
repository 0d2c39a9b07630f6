import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { scenarioSchema, SCHEMA_FILE, SCHEMA_ID } from '../../src/spec/scenario/schema.ts';
import { replayRegister } from '../../src/spec/scenario/replay-register.ts';
import { parseDocument } from '../../src/spec/scenario/parse.ts';

const schema = scenarioSchema(SCHEMA_ID);
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

test('the schema that the site publishes is the one that the parser has; if not, run node scripts/schema.mjs', () => {
  expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});

const accepted: readonly unknown[] = [
  { steps: [] },
  { steps: [{ op: 'guest.rdmsr', msr: '0x1d9' }] },
  { steps: [{ op: 'guest.wrmsr', msr: 473, value: 1 }], design: 'v5.12' },
  { host: { lbr: 'arch', depth: 16 }, steps: [{ op: 'vmm.set_cpuid', archLbr: true, lbrDepth: 16 }] },
  { switches: { debugctlRtm: 'never' }, steps: [{ op: 'vmm.run' }], title: 'a run', violates: 'LBR-DBG-21' },
];

test.each(accepted.map((value) => [JSON.stringify(value), value]))('schema and parser accept %s', (_text, value) => {
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  expect(() => replayRegister(parseDocument(value))).not.toThrow();
});

const refused: readonly (readonly [path: string, value: unknown])[] = [
  ['$.steps', {}],
  ['$.stepz', { stepz: [] }],
  ['$.design', { design: 'v7.4', steps: [] }],
  ['$.format', { format: 'lbr-scenario/2', steps: [] }],
  ['$.steps[0].op', { steps: [{ op: 'guest.rdmrs', msr: '0x1d9' }] }],
  ['$.steps[0].msr', { steps: [{ op: 'guest.rdmsr' }] }],
  ['$.steps[0].valu', { steps: [{ op: 'guest.wrmsr', msr: '0x1d9', value: '0x1', valu: 1 }] }],
  ['$.steps[0].pdcm', { steps: [{ op: 'vmm.set_cpuid', pdcm: 1 }] }],
  ['$.steps[0].priority', { steps: [{ op: 'host.open_lbr_event', priority: 'cpu-pined' }] }],
  ['$.host.rmt', { host: { rmt: true }, steps: [] }],
  ['$.host.lbr', { host: { lbr: 'legacie' }, steps: [] }],
  ['$.host.depth', { host: { depth: -1 }, steps: [] }],
  ['$.switches.debugctlRtm', { switches: { debugctlRtm: 'sometimes' }, steps: [] }],
];

test.each(refused)('schema and parser refuse at %s', (path, value) => {
  expect(validate(value)).toBe(false);
  expect(() => replayRegister(parseDocument(value))).toThrow(`${path}: `);
});
