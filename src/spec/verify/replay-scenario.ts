import { replay } from '../check/index.ts';
import { nearest } from '../kit/nearest.ts';
import type { ProtocolModel } from '../model/protocol/index.ts';
import { parseHost } from '../scenario/host-fields.ts';
import { registerOps } from '../scenario/ops/index.ts';
import { ScenarioError } from '../scenario/problem.ts';
import { modelOf } from '../scenario/protocol-run.ts';
import { replayRegister, type ReplayLine } from '../scenario/replay-register.ts';
import { expandShortForms, inDocument, shortForms, type ExpandedStep } from '../scenario/short-forms.ts';
import type { Scenario, ScenarioStep } from '../scenario/types.ts';
import type { UsualGuest } from '../scenario/usual-guest.ts';

/**
 * Replays a document of either world, one line for each step; a short form has a line for each step that it stands for.
 * With `instance` the steps are actions of the protocol world; operations of the register world may stand between them and
 * act on a vCPU of their own, under the same design and host, for the two worlds share no state. `guest` is for a document
 * that sets up none. Throws a ScenarioError with the JSON path.
 */
export function replayScenario(scenario: Scenario, guest?: UsualGuest): readonly ReplayLine[] {
  if (scenario.instance === undefined) return replayRegister(scenario, guest);
  const { expanded, registerLines } = replayParts(scenario);
  const lines = expanded.map(({ step: { op }, index }): ReplayLine => ({ step: index, op, result: 'ok' }));
  return [...lines, ...registerLines].sort((a, b) => a.step - b.step);
}

/** A document of the protocol world that was replayed, in its two parts. */
interface Parts {
  readonly model: ProtocolModel;
  /** What happens in the protocol world. */
  readonly expanded: readonly ExpandedStep[];
  /** What the operations of the register world gave, by their places in the document. */
  readonly registerLines: readonly ReplayLine[];
}

/** Replays a document with an instance. Throws a ScenarioError with the JSON path. */
export function replayParts(scenario: Scenario): Parts {
  if (scenario.host !== undefined) parseHost(scenario.host, '$.host');
  const model = modelOf(scenario);
  const actions = new Set([...model.actions.map(({ name }) => name), ...Object.keys(shortForms)]);
  const numbered = scenario.steps.map((step, index) => ({ step, index }));
  const ofRegister = numbered.filter(({ step }) => !actions.has(step.op));
  for (const { step, index } of ofRegister) checkOp(step, index, [...actions]);
  const expanded = expandShortForms(
    model,
    numbered.filter(({ step }) => actions.has(step.op)),
  );
  runProtocol(model, expanded);
  const { instance: _instance, switches: _switches, ...rest } = scenario;
  const registerLines =
    ofRegister.length === 0 ? [] : registerPart({ ...rest, steps: ofRegister.map(({ step }) => step) }, ofRegister);
  return { model, expanded, registerLines };
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

function runProtocol(model: ProtocolModel, steps: readonly ExpandedStep[]): void {
  try {
    replay(
      model,
      steps.map(({ step }) => step),
    );
  } catch (error) {
    throw inDocument(error, steps);
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
