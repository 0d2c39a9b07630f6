import { isObstacle, type Obstacle, type Plan } from '../src/spec/lab/plan.ts';
import { translateProtocol } from '../src/spec/lab/translate/protocol.ts';
import { translateRegister, type RegisterPlan } from '../src/spec/lab/translate/register.ts';
import { withoutShortForms } from '../src/spec/scenario/protocol-run.ts';
import type { Scenario } from '../src/spec/scenario/types.ts';

export type AnyPlan = Plan | RegisterPlan;

/** The steps for a scenario of either world. Throws a ScenarioError for one that makes no sense. */
export function planOf(scenario: Scenario): AnyPlan | Obstacle {
  if (scenario.instance === undefined) return translateRegister(scenario);
  if (typeof scenario.instance !== 'string')
    return { cannot: 'the lab has the machines of the named instances, and the document brings one of its own' };
  return translateProtocol(withoutShortForms(scenario));
}

export const isRegisterPlan = (plan: AnyPlan): plan is RegisterPlan => 'expected' in plan;
export { isObstacle };
