import { registerRules } from '../rules/index.ts';
import type { RegisterJob } from './job.ts';
import type { Judgement } from './protocol-verdict.ts';
import { judgeRegisterRule } from './register.ts';
import { registerSettings } from './settings.ts';

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
    settings: registerSettings(subject),
    ...(subject.flips && { switches: subject.flips }),
  };
  const judged = registerRules.filter((rule) => rules.includes(rule.id));
  return {
    kind: 'register',
    judgements: Object.fromEntries(judged.map((rule) => [rule.id, judgeRegisterRule(rule, design, { runs, seed })])),
  };
}
