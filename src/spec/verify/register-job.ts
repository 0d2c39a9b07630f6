import { isDesignName, registerSettings } from '../designs/register/index.ts';
import type { RegisterSettings } from '../switches/register.ts';
import { registerRules } from '../rules/index.ts';
import type { RegisterJob, Subject } from './job.ts';
import type { Judgement } from './protocol-verdict.ts';
import { judgeRegisterRule } from './register.ts';

/** What generated cases said, per rule. */
export interface RegisterResult {
  readonly kind: 'register';
  readonly judgements: Readonly<Record<string, Judgement>>;
}

/** Generated cases that are enough to kill every mutant. */
const MUTANT_RUNS = 80;

/** Judges register rules on one design, or on a mutant of it, with generated cases. */
export function runRegisterJob({ subject, rules, runs: asked, seed }: RegisterJob): RegisterResult {
  // A mutant is looked at to be killed, not to be cleared.
  const runs = subject.mutant === undefined ? asked : Math.min(asked, MUTANT_RUNS);
  const design = {
    name: subject.design,
    settings: registerSettingsOf(subject),
    ...(subject.flips && { switches: subject.flips }),
  };
  const judged = registerRules.filter((rule) => rules.includes(rule.id));
  return {
    kind: 'register',
    judgements: Object.fromEntries(judged.map((rule) => [rule.id, judgeRegisterRule(rule, design, { runs, seed })])),
  };
}

/** The register settings of a design or mutant. Throws a RangeError where there is no such design. */
function registerSettingsOf({ design, flips }: Subject): RegisterSettings {
  if (!isDesignName(design)) throw new RangeError(`there is no design ${design}`);
  return { ...registerSettings[design], ...flips } as RegisterSettings;
}
