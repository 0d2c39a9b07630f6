import { replay, ReplayError } from '../check/index.ts';
import { nearest } from '../kit/nearest.ts';
import { protocolModel } from '../model/protocol/index.ts';
import { instanceByName, instances } from '../model/protocol/instances.ts';
import { designAt } from '../scenario/design-at.ts';
import { parseHost } from '../scenario/host-fields.ts';
import { registerOps } from '../scenario/ops/index.ts';
import { ScenarioError, unknownName } from '../scenario/problem.ts';
import { replayRegister, type ReplayLine } from '../scenario/replay-register.ts';
import type { Scenario, ScenarioStep } from '../scenario/types.ts';
import type { UsualGuest } from '../scenario/usual-guest.ts';
import { protocolSwitches, type ProtocolSettings } from '../switches/protocol.ts';
import { protocolSettings } from './settings.ts';

/**
 * Replays a document of either world, one line for each step. With `instance` the steps are actions of the protocol
 * world; operations of the register world may stand between them and act on a vCPU of their own, under the same design
 * and host, for the two worlds share no state. `guest` is for a document that sets up none. Throws a ScenarioError with
 * the JSON path.
 */
export function replayScenario(scenario: Scenario, guest?: UsualGuest): readonly ReplayLine[] {
  if (scenario.instance === undefined) return replayRegister(scenario, guest);
  if (scenario.host !== undefined) parseHost(scenario.host, '$.host');
  const instance = instanceByName(scenario.instance);
  if (instance === undefined) {
    const known = instances.map(({ name }) => name);
    return unknownName('$.instance', 'instance', scenario.instance, known);
  }
  const model = protocolModel(settingsOf(scenario), instance);
  const actions = new Set(model.actions.map(({ name }) => name));
  const numbered = scenario.steps.map((step, index) => ({ step, index }));
  const ofProtocol = numbered.filter(({ step }) => actions.has(step.op));
  const ofRegister = numbered.filter(({ step }) => !actions.has(step.op));
  for (const { step, index } of ofRegister) checkOp(step, index, [...actions]);

  runProtocol(model, ofProtocol);
  const { instance: _instance, switches: _switches, ...rest } = scenario;
  const registerLines =
    ofRegister.length === 0 ? [] : registerPart({ ...rest, steps: ofRegister.map(({ step }) => step) }, ofRegister);
  const lines: ReplayLine[] = ofProtocol.map(({ step, index }) => ({ step: index, op: step.op, result: 'ok' }));
  return [...lines, ...registerLines].sort((a, b) => a.step - b.step);
}

/** The protocol settings of the document. Throws a ScenarioError for a switch or value that does not exist. */
function settingsOf({ design, switches = {} }: Scenario): ProtocolSettings {
  for (const [name, value] of Object.entries(switches)) {
    const found = Object.entries(protocolSwitches).find(([known]) => known === name)?.[1];
    if (found === undefined) unknownName(`$.switches.${name}`, 'switch', name, Object.keys(protocolSwitches));
    if (!Object.hasOwn(found.values, value)) {
      unknownName(`$.switches.${name}`, 'value', value, Object.keys(found.values));
    }
  }
  designAt('$.design', design);
  return protocolSettings({ design, flips: switches });
}

interface Numbered {
  readonly step: ScenarioStep;
  /** Index in the document. */
  readonly index: number;
}

function checkOp({ op }: ScenarioStep, index: number, actions: readonly string[]): void {
  if (Object.hasOwn(registerOps, op)) return;
  const near = nearest(op, [...actions, ...Object.keys(registerOps)]);
  const hint =
    near === undefined ? `; expected an action of the instance: ${actions.join(', ')}` : `; did you mean "${near}"?`;
  throw new ScenarioError(`$.steps[${index}].op`, `unknown op "${op}"${hint}`);
}

function runProtocol(model: ReturnType<typeof protocolModel>, steps: readonly Numbered[]): void {
  try {
    replay(
      model,
      steps.map(({ step: { op, ...args } }) => ({ op, args: args as Record<string, string | number> })),
    );
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    const message = error.message.replace(/^step \d+: /, '');
    throw new ScenarioError(`$.steps[${steps[error.step].index}]`, message);
  }
}

/** The register operations of a mixed document, numbered as in the document. */
function registerPart(scenario: Scenario, steps: readonly Numbered[]): readonly ReplayLine[] {
  try {
    return replayRegister(scenario).map((line) => ({ ...line, step: steps[line.step].index }));
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const path = error.path.replace(
      /^\$\.steps\[(\d+)\]/,
      (_text, at: string) => `$.steps[${steps[Number(at)].index}]`,
    );
    throw new ScenarioError(path, error.message.slice(error.path.length + 2));
  }
}
