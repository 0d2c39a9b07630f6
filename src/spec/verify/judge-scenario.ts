import { replay } from '../check/index.ts';
import type { Action, Property } from '../kit/model.ts';
import { protocolModel, type World } from '../model/protocol/index.ts';
import type { LbrProtocolRule } from '../rules/kit/protocol/rule.ts';
import { instanceAt } from '../scenario/instance-at.ts';
import type { Scenario } from '../scenario/types.ts';
import { protocolSettings } from './settings.ts';

/**
 * Replays a protocol scenario and says at which step, from 0, it breaks a rule; -1 for the initial state, undefined
 * where it keeps the rule. A response property counts as broken from the step of an unanswered trigger on.
 * Throws a RangeError for an unknown design, a ScenarioError for an unknown instance and a ReplayError for a step that
 * cannot be taken.
 */
export function brokenAt(rule: LbrProtocolRule, scenario: Scenario): number | undefined {
  const instance = instanceAt(scenario);
  const { design, switches } = scenario;
  const model = protocolModel(protocolSettings({ design, ...(switches && { flips: switches }) }), instance);
  const judge = checkOf(rule.property(model.machine));
  const initial = model.createDraft();
  model.initialize(initial, 0);
  let broken = judge.state(initial) ? undefined : -1;
  replay(
    model,
    scenario.steps.map(({ op, ...args }) => ({ op, args: args as Record<string, string | number> })),
    {
      onStep: (index, before, action, after) => {
        const holds = judge.step(before, action, after) && judge.state(after);
        if (!holds) broken ??= index;
        else if (judge.recovers) broken = undefined;
      },
    },
  );
  return broken;
}

interface RunCheck {
  /** Whether a later step can mend what an earlier one broke: a response that comes late is still to be counted. */
  readonly recovers: boolean;
  state(world: World): boolean;
  step(before: World, action: Action<World>, after: World): boolean;
}

function checkOf(property: Property<World>): RunCheck {
  const always = (): boolean => true;
  switch (property.kind) {
    case 'state':
      return { recovers: false, state: (w) => property.holds(w), step: always };
    case 'step':
      return { recovers: false, state: always, step: (before, action, after) => property.holds(before, action, after) };
    case 'response':
      return { recovers: true, state: (w) => !property.trigger(w) || property.response(w), step: always };
  }
}
