import { hex, isContractMsr, MSR, type MsrIndex } from '../model/register/index.ts';
import { objectAt, ScenarioError, shown, unknownName } from './problem.ts';

/** One field of a step or of the host: how it is read, and its part of the JSON Schema. */
export interface Field<T> {
  readonly about: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Must be there. */
  readonly required?: true;
  /** Throws a ScenarioError. */
  parse(value: unknown, path: string): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

type Required<F extends Fields> = {
  [Name in keyof F as F[Name] extends { required: true } ? Name : never]: Value<F[Name]>;
};
type Optional<F extends Fields> = {
  [Name in keyof F as F[Name] extends { required: true } ? never : Name]?: Value<F[Name]>;
};
type Value<F> = F extends Field<infer T> ? T : never;

/** What `parseFields` makes of these fields. */
export type ValuesOf<F extends Fields> = Readonly<Required<F> & Optional<F>>;

/** A number as text: hexadecimal or decimal, with `_` between digits where the writer likes. */
const NUMBER = '0[xX][0-9a-fA-F](_?[0-9a-fA-F])*|[0-9](_?[0-9])*';
const NUMBER_TEXT = new RegExp(`^(${NUMBER})$`);

/** Names of MSRs are letters, digits and `_`; which there are is in the parser. */
const MSR_TEXT = `^(${NUMBER}|[A-Za-z][A-Za-z0-9_]*)$`;

/** JSON numbers are exact up to 2^53 - 1; beyond, values are text. */
const numberSchema = (max: number) => ({
  type: ['string', 'integer'],
  pattern: `^(${NUMBER})$`,
  minimum: 0,
  maximum: max,
});

export const boolean = (about: string): Field<boolean> => ({
  about,
  schema: { type: 'boolean', description: about },
  parse(value, path) {
    if (typeof value !== 'boolean') throw new ScenarioError(path, `found ${shown(value)}, expected true or false`);
    return value;
  },
});

/** An integer from 0 to `max`, as a number or as text like "0x345". */
export const integer = (about: string, max: number): Field<number> => ({
  about,
  schema: { ...numberSchema(max), description: `${about}; at most ${hex(max)}` },
  parse: (value, path) => Number(unsigned(value, path, BigInt(max))),
});

/** A 64-bit value, as text like "0x801" or as a number. */
export const value64 = (about: string): Field<bigint> => ({
  about,
  schema: { ...numberSchema(Number.MAX_SAFE_INTEGER), description: about },
  parse: (value, path) => unsigned(value, path, 0xffff_ffff_ffff_ffffn),
});

export const oneOf = <const Name extends string>(about: string, names: readonly Name[]): Field<Name> => ({
  about,
  schema: { enum: names, description: about },
  parse(value, path) {
    const found = names.find((name) => name === value);
    if (found !== undefined) return found;
    if (typeof value === 'string') return unknownName(path, 'value', value, names);
    throw new ScenarioError(path, `found ${shown(value)}, expected one of ${names.join(', ')}`);
  },
});

/** Text of the form that a regular expression, from `^` to `$`, describes. */
export const text = (about: string, pattern: string): Field<string> => ({
  about,
  schema: { type: 'string', pattern, description: about },
  parse(value, path) {
    if (typeof value === 'string' && new RegExp(pattern).test(value)) return value;
    throw new ScenarioError(path, `found ${shown(value)}, expected a name of letters, digits, _ and -`);
  },
});

/** The index or the name of an MSR that the contract speaks about. */
export const msr = (about: string): Field<MsrIndex> => ({
  about,
  schema: { type: ['string', 'integer'], pattern: MSR_TEXT, minimum: 0, maximum: 0xffff_ffff, description: about },
  parse(value, path) {
    if (typeof value === 'string' && /^[A-Za-z]/.test(value)) return msrByName(value, path);
    const index = Number(unsigned(value, path, 0xffff_ffffn));
    if (isContractMsr(index)) return index;
    throw new ScenarioError(path, `MSR ${hex(index)} is outside the contract; it speaks of ${contractMsrs()}`);
  },
});

export const required = <T>(field: Field<T>): Field<T> & { readonly required: true } => ({ ...field, required: true });

/** Reads the fields of an object; `ignored` names members that belong to somebody else. */
export function parseFields<F extends Fields>(
  fields: F,
  value: unknown,
  path: string,
  ignored: readonly string[] = [],
): ValuesOf<F> {
  const members = objectAt(path, value);
  const known = Object.keys(fields);
  for (const name of Object.keys(members)) {
    if (!known.includes(name) && !ignored.includes(name)) unknownName(`${path}.${name}`, 'field', name, known);
  }
  const parsed: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (members[name] !== undefined) parsed[name] = field.parse(members[name], `${path}.${name}`);
    else if (field.required) throw new ScenarioError(`${path}.${name}`, `missing; expected ${field.about}`);
  }
  return parsed as ValuesOf<F>;
}

function unsigned(value: unknown, path: string, max: bigint): bigint {
  const number = parseUnsigned(value);
  if (number === undefined) {
    if (typeof value === 'number' && value > Number.MAX_SAFE_INTEGER) {
      throw new ScenarioError(
        path,
        `found ${value}, which JSON does not carry exactly; write it as text, like "0x345"`,
      );
    }
    throw new ScenarioError(path, `found ${shown(value)}, expected a number such as "0x345" or 837`);
  }
  if (number > max) throw new ScenarioError(path, `found ${shown(value)}, expected at most ${hex(max)}`);
  return number;
}

function parseUnsigned(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
  if (typeof value !== 'string') return undefined;
  // 64 bits with separators are 39 characters at most, in whatever base; leading zeros are the writer's affair.
  if (value.length > 128) return undefined;
  return NUMBER_TEXT.test(value) ? BigInt(value.replaceAll('_', '')) : undefined;
}

function msrByName(name: string, path: string): MsrIndex {
  const bare = name
    .toUpperCase()
    .replace(/^MSR_/, '')
    .replace(/^IA32_/, '')
    .replace(/^DEBUGCTLMSR$/, 'DEBUGCTL');
  const found = Object.entries(MSR).find(([known]) => known === bare || known.endsWith(`_${bare}`));
  return found ? found[1] : unknownName(path, 'MSR', name, Object.keys(MSR));
}

function contractMsrs(): string {
  const named = Object.entries(MSR).map(([name, index]) => `${name} ${hex(index)}`);
  return `${named.join(', ')} and the record MSRs of all CPUs`;
}
