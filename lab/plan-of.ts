import { isObstacle, type Obstacle, type Plan } from '../src/spec/lab/plan.ts';
import { translateProtocol } from '../src/spec/lab/translate/protocol.ts';
import { translateRegister, type RegisterPlan } from '../src/spec/lab/translate/register.ts';
import type { Scenario } from '../src/spec/scenario/types.ts';

export type AnyPlan = Plan | RegisterPlan;

/** The steps for a scenario of either world. Throws a ScenarioError for one that makes no sense. */
export function planOf(scenario: Scenario): AnyPlan | Obstacle {
  return scenario.instance === undefined ? translateRegister(scenario) : translateProtocol(scenario);
}

export const isRegisterPlan = (plan: AnyPlan): plan is RegisterPlan => 'expected' in plan;
export { isObstacle };
