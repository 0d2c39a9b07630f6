import { designByName } from '../../designs/index.ts';
import { createMachine } from '../../model/protocol/machine.ts';
import { isProtocolRule, ruleById } from '../../rules/index.ts';
import { differences, replayCompared } from '../compared.ts';
import { designAt } from '../design-at.ts';
import { instanceAt } from '../instance-at.ts';
import { withoutShortForms } from '../protocol-run.ts';
import { replayRegister } from '../replay-register.ts';
import type { Departure, RunView, Violation } from '../run-view.ts';
import type { Scenario } from '../types.ts';
import { departureOf } from './departure.ts';
import { describeProtocol } from './protocol.ts';
import { describeRegister } from './register.ts';

const CONTRACT = 'contract';

/**
 * Replays a scenario of either world and tells what each step did, as plain data. A scenario with an instance is one of
 * the protocol world; its short forms are replaced by the steps that they stand for. Throws a ScenarioError or a ReplayError for one that does not replay.
 */
export function describeRun(given: Scenario): RunView {
  const scenario = withoutShortForms(given);
  const run = scenario.instance === undefined ? describeRegister(scenario) : describeInInstance(scenario);
  const violation = violationOf(scenario);
  if (violation === undefined) return run;
  const departure = departureFromContract(run);
  return { ...run, violation, ...(departure === undefined ? {} : { departure }) };
}

/** Where the run leaves the contract: a flipped switch of the contract departs from the contract as it is. */
function departureFromContract(run: RunView): Departure | undefined {
  const { scenario } = run;
  if (scenario.design === CONTRACT && scenario.switches === undefined) return undefined;
  return departureOf(run, CONTRACT, scenario.instance === undefined ? describeRegister : describeInInstance);
}

function describeInInstance(scenario: Scenario): RunView {
  const { protocol } = designAt('$.design', scenario.design);
  return describeProtocol(scenario, { ...protocol, ...scenario.switches }, instanceAt(scenario));
}

/** What the last step of a counterexample does to its rule. */
function violationOf(scenario: Scenario): Violation | undefined {
  const rule = ruleById(scenario.violates ?? '');
  if (rule === undefined) return undefined;
  const design = designByName(scenario.design);
  const kind =
    isProtocolRule(rule) && design !== undefined && scenario.instance !== undefined
      ? rule.property(createMachine({ ...design.protocol, ...scenario.switches }, instanceAt(scenario))).kind
      : 'cases';
  return { rule: rule.id, step: scenario.steps.length - 1, sentence: sentenceOf(scenario, kind) };
}

/** Of a run that is compared with others: where it differs from them. */
function sentenceOf(scenario: Scenario, kind: keyof typeof SENTENCES): string {
  const others = scenario.compared === undefined ? [] : replayCompared(scenario);
  const found = others.length === 0 ? [] : differences(scenario.steps, replayRegister(scenario), others);
  return [SENTENCES[kind], ...found.map((difference) => `${difference}.`)].join(' ');
}

const SENTENCES = {
  state: 'The rule forbids the state after this step.',
  step: 'The rule forbids this step.',
  response: 'What the rule requires never happens after this step.',
  cases: 'The result is not the one that the rule requires.',
} as const;
