import type { LbrRegisterRule } from '../rules/kit/register/rule.ts';
import type { Scenario } from '../scenario/types.ts';
import { caseFromJson } from './case-text.ts';
import { counterexampleOf } from './counterexample.ts';
import { registerSettings } from './settings.ts';
import { tryCase } from './trial.ts';

/** What a rule says of its counterexample today. */
interface JudgedAgain {
  readonly broken: boolean;
  /** The document that the rule makes of the case: the same one where the file is up to date. */
  readonly document: Scenario;
}

/**
 * Gives a rule the case of a counterexample of the register world again. The last step of `document` is the one that
 * breaks the rule; before it, what was seen leaves a way to keep it. Throws a RangeError for a document without a case.
 */
export function judgeAgain(rule: LbrRegisterRule, scenario: Scenario): JudgedAgain {
  const { design, switches } = scenario;
  if (scenario.case === undefined) throw new RangeError(`${rule.id} on ${design}: the document has no case`);
  const settings = registerSettings({ design, ...(switches && { flips: switches }) });
  const testCase = caseFromJson(scenario.case);
  const trial = tryCase(rule, settings, testCase);
  const subject = { name: design, settings, ...(switches && { switches }) };
  return { broken: trial.held === false, document: counterexampleOf(rule, subject, testCase, trial) };
}
