import { protocolModel, type ProtocolModel } from '../model/protocol/index.ts';
import { protocolSwitches } from '../switches/protocol.ts';
import { designAt } from './design-at.ts';
import { instanceAt } from './instance-at.ts';
import { unknownName } from './problem.ts';
import { expandShortForms } from './short-forms.ts';
import type { Scenario } from './types.ts';

/** The model that a document of the protocol world runs in. Throws a ScenarioError for a name that does not exist. */
export function modelOf(scenario: Scenario): ProtocolModel {
  const { design, switches = {} } = scenario;
  for (const [name, value] of Object.entries(switches)) {
    const found = Object.entries(protocolSwitches).find(([known]) => known === name)?.[1];
    if (found === undefined) unknownName(`$.switches.${name}`, 'switch', name, Object.keys(protocolSwitches));
    if (!Object.hasOwn(found.values, value))
      unknownName(`$.switches.${name}`, 'value', value, Object.keys(found.values));
  }
  const { protocol } = designAt('$.design', design);
  return protocolModel({ ...protocol, ...switches }, instanceAt(scenario));
}

/** The document with the steps of the model instead of short forms. One of the register world has none. */
export function withoutShortForms(scenario: Scenario): Scenario {
  if (scenario.instance === undefined) return scenario;
  const numbered = scenario.steps.map((step, index) => ({ step, index }));
  const steps = expandShortForms(modelOf(scenario), numbered);
  if (steps.length === scenario.steps.length) return scenario;
  return { ...scenario, steps: steps.map(({ step: { op, args } }) => ({ ...args, op })) };
}
