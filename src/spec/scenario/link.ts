import { checkCompared } from './compared-fields.ts';
import type { ComparedRun, Scenario, ScenarioStep } from './types.ts';

/** A scenario in a link, and the hash of the model that it was made with. */
interface ScenarioLink {
  readonly scenario: Scenario;
  /** First digits of the model hash at the time the link was made; empty where unknown. */
  readonly model: string;
}

/** Longest fragment that is read: far more than a run of 500 steps needs. */
const MAX_LENGTH = 200_000;
const NAME = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const STEP = /^([A-Za-z][A-Za-z0-9_.]*)\((.*)\)$/;

/**
 * Writes a scenario as the fragment of a URL: `t=1&m=1a2b3c4d&d=v7.3&i=small&s=kvm.enter(cpu=0);guest.branch(cpu=0)`.
 * Steps are named, so a link survives new actions and a changed state; it does not survive a renamed action.
 */
export function scenarioFragment({ scenario, model }: ScenarioLink): string {
  const { design, switches, instance, host, title, violates, steps, compared } = scenario;
  const fields: (readonly [string, string | undefined])[] = [
    ['t', '1'],
    ['m', model.slice(0, 8)],
    ['d', design],
    ['w', switches && argumentList(switches)],
    ['i', typeof instance === 'object' ? undefined : instance],
    ['o', typeof instance === 'object' ? JSON.stringify(instance) : undefined],
    ['h', host && JSON.stringify(host)],
    ['n', title],
    ['v', violates],
    ['s', steps.map(({ op, ...args }) => `${op}(${argumentList(args)})`).join(';')],
    ['c', compared && JSON.stringify(compared)],
  ];
  return fields
    .filter((field): field is readonly [string, string] => field[1] !== undefined && field[1] !== '')
    .map(([key, value]) => `${key}=${escape(value)}`)
    .join('&');
}

/** Reads what `scenarioFragment` wrote; throws a RangeError that says what is wrong with anything else. */
export function readScenarioFragment(fragment: string): ScenarioLink {
  if (fragment.length > MAX_LENGTH)
    throw new RangeError(`the link has ${fragment.length} characters; expected at most ${MAX_LENGTH}`);
  const fields = new Map<string, string>();
  for (const part of fragment.replace(/^#/, '').split('&')) {
    const at = part.indexOf('=');
    if (at > 0) fields.set(part.slice(0, at), unescape(part.slice(at + 1)));
  }
  if (fields.get('t') !== '1')
    throw new RangeError(`the link is of format "${fields.get('t') ?? 'none'}"; expected "1"`);
  const design = name(fields.get('d'), 'a design (d=)');
  const text = fields.get('s') ?? '';
  const switches = fields.get('w');
  const host = fields.get('h');
  const own = fields.get('o');
  const compared = fields.get('c');
  const scenario: Scenario = {
    format: 'lbr-scenario/1',
    design,
    ...(switches === undefined ? {} : { switches: readSwitches(switches) }),
    ...optional('instance', fields.get('i')),
    ...(own === undefined ? {} : { instance: readObject(own, 'the instance (o=)') }),
    ...(host === undefined ? {} : { host: readHost(host) }),
    ...optional('title', fields.get('n')),
    ...optional('violates', fields.get('v')),
    steps: text === '' ? [] : text.split(';').map(readStep),
    ...(compared === undefined ? {} : { compared: readCompared(compared) }),
  };
  return { scenario, model: fields.get('m') ?? '' };
}

type Value = string | number | boolean | Readonly<Record<string, unknown>>;

function argumentList(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .map(([key, value]) => `${key}=${writeValue(value)}`)
    .join(',');
}

/**
 * Strings that would read as something else get an apostrophe; what delimits is percent-encoded. An object (the host of
 * a restored vCPU) is written as JSON.
 */
function writeValue(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isObject(value)) return encoded(JSON.stringify(value));
  if (typeof value !== 'string')
    throw new RangeError(`a step argument is ${typeof value}; expected a string, number, boolean or object`);
  const plain = encoded(value);
  return !value.startsWith('{') && typeof readValue(plain) === 'string' ? plain : `'${plain}`;
}

const encoded = (text: string): string =>
  text.replace(/[%;,()=&'#]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readValue(text: string): Value {
  if (/^-?(0|[1-9][0-9]{0,15})$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  const plain = text.startsWith("'") ? text.slice(1) : text;
  const decoded = plain.replace(/%([0-9a-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return text.startsWith('{') ? readObject(decoded, 'a step argument') : decoded;
}

function readArguments(list: string): Record<string, Value> {
  const args: Record<string, Value> = {};
  for (const pair of list === '' ? [] : list.split(',')) {
    const at = pair.indexOf('=');
    const key = name(pair.slice(0, Math.max(at, 0)), `an argument in "${brief(list)}"`);
    args[key] = readValue(pair.slice(at + 1));
  }
  return args;
}

function readStep(text: string): ScenarioStep {
  const match = STEP.exec(text);
  if (match === null) throw new RangeError(`the step "${brief(text)}" does not read as action(name=value,...)`);
  return { ...readArguments(match[2] ?? ''), op: match[1] ?? '' };
}

function readSwitches(list: string): Record<string, string> {
  return Object.fromEntries(Object.entries(readArguments(list)).map(([key, value]) => [key, String(value)]));
}

const readHost = (text: string): Readonly<Record<string, unknown>> => readObject(text, 'the host (h=)');

function readCompared(text: string): readonly ComparedRun[] {
  const { compared } = readObject(`{"compared":${text}}`, 'the compared runs (c=)');
  try {
    checkCompared(compared);
  } catch (error) {
    throw new RangeError(`the compared runs (c=): ${error instanceof Error ? error.message : String(error)}`);
  }
  return compared as readonly ComparedRun[];
}

function readObject(text: string, what: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RangeError(`${what} is not JSON: "${brief(text)}"`);
  }
  if (!isObject(value)) throw new RangeError(`${what} is not an object`);
  return value;
}

function name(text: string | undefined, what: string): string {
  if (text === undefined || !NAME.test(text)) throw new RangeError(`the link names no ${what}: "${brief(text ?? '')}"`);
  return text;
}

const optional = <Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: string });

const brief = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Leaves readable what a fragment may carry as it is. */
const escape = (text: string): string =>
  encodeURIComponent(text).replace(/%(3B|2C|3D|28|29|27|2F|3A|40)/g, decodeURIComponent);

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError(`the link is cut or damaged at "${brief(text)}"`);
  }
}
