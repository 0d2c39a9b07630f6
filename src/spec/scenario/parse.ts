import type { DesignName } from '../designs/index.ts';
import { registerSwitches } from '../switches/register.ts';
import { hostOf, type Host, type Outcome, type Session } from '../model/register/index.ts';
import type { RegisterSettings } from '../switches/register.ts';
import { checkCompared } from './compared-fields.ts';
import { parseHost } from './host-fields.ts';
import { registerOps } from './ops/index.ts';
import { designAt } from './design-at.ts';
import { objectAt, ScenarioError, shown, unknownName } from './problem.ts';
import type { Scenario } from './types.ts';

export const FORMAT = 'lbr-scenario/1';

/** The design of a document that names none. */
const DEFAULT_DESIGN = 'v7.3';

/** A document of the register world, ready to run. */
interface RegisterScenario {
  readonly design: DesignName;
  readonly host: Host;
  readonly settings: RegisterSettings;
  readonly steps: readonly PreparedStep[];
}

export interface PreparedStep {
  readonly op: string;
  /** JSON path of the step. */
  readonly path: string;
  readonly usesVcpu: boolean;
  /** The MSR that the step writes, and who writes it; what a reader sees is then part of the answer. */
  readonly writes?: { readonly msr: number; readonly by: 'guest' | 'vmm' };
  perform(session: Session): Outcome;
}

/** What `violates` can hold. */
export const RULE_ID = /^LBR-[A-Z]{3,4}-[1-9][0-9]*$/;

const MEMBERS = ['format', 'design', 'switches', 'instance', 'host', 'title', 'violates', 'steps', 'compared', 'case'];

/**
 * Reads the members that both worlds have: format, design, title, steps with an `op` each. Unknown members, formats
 * and designs are errors; `design` defaults to v7.3.
 */
export function parseDocument(value: unknown): Scenario {
  const members = objectAt('$', value);
  for (const name of Object.keys(members)) {
    if (!MEMBERS.includes(name)) unknownName(`$.${name}`, 'field', name, MEMBERS);
  }
  const {
    format = FORMAT,
    design = DEFAULT_DESIGN,
    steps,
    instance,
    title,
    violates,
    host,
    switches,
    compared,
  } = members;
  if (format !== FORMAT) throw new ScenarioError('$.format', `found ${shown(format)}, expected "${FORMAT}"`);
  if (typeof design !== 'string') throw new ScenarioError('$.design', `found ${shown(design)}, expected a name`);
  designAt('$.design', design);
  if (instance !== undefined && typeof instance !== 'string') objectAt('$.instance', instance);
  for (const [name, text] of Object.entries({ title, violates })) {
    if (text !== undefined && typeof text !== 'string') {
      throw new ScenarioError(`$.${name}`, `found ${shown(text)}, expected text`);
    }
  }
  if (typeof violates === 'string' && !RULE_ID.test(violates)) {
    throw new ScenarioError('$.violates', `found ${shown(violates)}, expected the ID of a rule such as "LBR-OWN-1"`);
  }
  if (!Array.isArray(steps)) throw new ScenarioError('$.steps', `found ${shown(steps)}, expected a list of steps`);
  for (const [index, step] of steps.entries()) {
    const { op } = objectAt(`$.steps[${index}]`, step);
    if (typeof op !== 'string') throw new ScenarioError(`$.steps[${index}].op`, `found ${shown(op)}, expected a name`);
  }
  if (host !== undefined) objectAt('$.host', host);
  if (switches !== undefined) objectAt('$.switches', switches);
  if (compared !== undefined) {
    if (instance !== undefined)
      throw new ScenarioError('$.compared', 'only runs of the register world are compared; expected no "instance"');
    checkCompared(compared);
  }
  return { ...members, format: FORMAT, design, steps } as Scenario;
}

/** Reads a document of the register world to the last field. Throws a ScenarioError with the JSON path. */
export function parseRegisterScenario(scenario: Scenario): RegisterScenario {
  const { design, host, switches = {}, steps } = scenario;
  const { name, register } = designAt('$.design', design);
  return {
    design: name,
    host: host === undefined ? hostOf() : parseHost(host, '$.host'),
    settings: { ...register, ...parseSwitches(switches) },
    steps: steps.map((step, index) => prepareStep(step, `$.steps[${index}]`)),
  };
}

function prepareStep(step: Scenario['steps'][number], path: string): PreparedStep {
  const known = Object.hasOwn(registerOps, step.op) ? registerOps[step.op] : undefined;
  if (known === undefined) {
    const elsewhere = 'an action of the protocol world needs "instance" in the document';
    unknownName(`${path}.op`, 'op', step.op, Object.keys(registerOps), elsewhere);
  }
  const perform = known.prepare(step, path);
  const { usesVcpu } = known;
  const by = { 'guest.wrmsr': 'guest', 'vmm.set_msr': 'vmm' }[step.op] as 'guest' | 'vmm' | undefined;
  if (by === undefined) return { op: step.op, path, usesVcpu, perform };
  return {
    op: step.op,
    path,
    usesVcpu,
    perform,
    writes: { msr: known.fields['msr'].parse(step['msr'], path) as number, by },
  };
}

function parseSwitches(switches: Readonly<Record<string, unknown>>): Partial<RegisterSettings> {
  const parsed: Record<string, string> = {};
  for (const [name, value] of Object.entries(switches)) {
    const path = `$.switches.${name}`;
    const found = Object.entries(registerSwitches).find(([known]) => known === name)?.[1];
    if (found === undefined) unknownName(path, 'switch', name, Object.keys(registerSwitches));
    if (typeof value !== 'string')
      throw new ScenarioError(path, `found ${shown(value)}, expected a value of the switch`);
    if (!Object.hasOwn(found.values, value)) unknownName(path, 'value', value, Object.keys(found.values));
    parsed[name] = value;
  }
  return parsed as Partial<RegisterSettings>;
}
