import { designNames } from '../designs/index.ts';
import { registerSwitches } from '../switches/register.ts';
import type { Fields } from './field.ts';
import { hostFields } from './host-fields.ts';
import { instanceFields } from './instance-fields.ts';
import { registerOps } from './ops/index.ts';
import { FORMAT, RULE_ID } from './parse.ts';
import { shortForms } from './short-forms.ts';

/** Where the schema is checked in; the site serves the folder `static` at its root. */
export const SCHEMA_FILE = 'static/schema/lbr-scenario-1.schema.json';

/** A name, not an address: the site that publishes the schema can be anywhere. */
export const SCHEMA_ID = 'urn:lbr-contract:lbr-scenario-1';

type Schema = Readonly<Record<string, unknown>>;

/** JSON Schema (2020-12) of the scenario document, made from the same tables that the parser uses. */
export function scenarioSchema(id: string): Schema {
  const steps = Object.entries(registerOps).map(([name, { about, fields }]) => ({
    title: name,
    description: about,
    ...objectSchema(fields, { op: { const: name } }, ['op']),
  }));
  const shortSteps = Object.entries(shortForms).map(([name, { about, fields }]) => ({
    title: name,
    description: about,
    ...objectSchema(fields, { op: { const: name } }, ['op']),
  }));
  const anyAction = {
    type: 'object',
    required: ['op'],
    properties: {
      op: { type: 'string', pattern: '^[a-z0-9_]+\\.[a-z0-9_]+$', not: { enum: Object.keys(shortForms) } },
    },
  };
  const switches = Object.fromEntries(
    Object.entries(registerSwitches).map(([name, { question, values }]) => [
      name,
      { description: question, enum: Object.keys(values) },
    ]),
  );
  const comparedSchema = {
    type: 'object',
    description: 'what another vCPU did, with which the rule compares the run',
    required: ['as', 'steps'],
    additionalProperties: false,
    properties: {
      as: { type: 'string' },
      host: { $ref: '#/$defs/host' },
      steps: { type: 'array', items: { $ref: '#/$defs/step' } },
    },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title: 'LBR scenario',
    description: 'A run: a host, a design, and steps. With `instance` the steps are actions of the protocol world.',
    type: 'object',
    required: ['steps'],
    additionalProperties: false,
    properties: {
      format: { const: FORMAT },
      design: { enum: designNames, description: 'default v7.3' },
      switches: { type: 'object', additionalProperties: { type: 'string' } },
      instance: {
        description: 'instance of the protocol world: its name, or one that the document brings along',
        oneOf: [{ type: 'string' }, { $ref: '#/$defs/instance' }],
      },
      host: { $ref: '#/$defs/host' },
      title: { type: 'string' },
      violates: { type: 'string', pattern: RULE_ID.source },
      steps: { type: 'array' },
      compared: { type: 'array' },
      case: { description: 'of a counterexample: the generated case that its rule was given' },
    },
    if: { required: ['instance'] },
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
    then: { properties: { steps: { type: 'array', items: { $ref: '#/$defs/action' } }, compared: false } },
    else: {
      properties: {
        switches: { type: 'object', additionalProperties: false, properties: switches },
        steps: { type: 'array', items: { $ref: '#/$defs/step' } },
        compared: { type: 'array', items: comparedSchema },
      },
    },
    $defs: {
      host: objectSchema(hostFields, {}, []),
      step: { oneOf: steps },
      instance: objectSchema(instanceFields, {}, []),
      action: { oneOf: [...shortSteps, anyAction] },
    },
  };
}

function objectSchema(fields: Fields, extra: Schema, needed: readonly string[]): Schema {
  const properties = Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]));
  const required = Object.entries(fields).flatMap(([name, field]) => (field.required ? [name] : []));
  return {
    type: 'object',
    required: [...needed, ...required],
    additionalProperties: false,
    properties: { ...extra, ...properties },
  };
}
