import type { RegisterMutant } from '../designs/register/mutants.ts';
import type { MutantEntry } from '../report/verdict-file.ts';
import type { LbrRegisterRule } from '../rules/register/rule.ts';
import type { Scenario } from '../scenario/types.ts';
import { runRegisterRule, type RunOptions } from './register.ts';

/**
 * Runs every rule that applies to the base of a mutant and says which notice the flip. The rules given must hold on
 * the base, as the verdicts of the base show.
 */
export function runRegisterMutant(
  mutant: RegisterMutant,
  rules: readonly LbrRegisterRule[],
  options: RunOptions,
): MutantEntry {
  const { name, base, flips, settings, bug } = mutant;
  const counterexamples: Record<string, Scenario> = {};
  for (const rule of rules) {
    if (rule.violatedOn.includes(base)) continue;
    const judged = runRegisterRule(rule, { name: base, settings, switches: flips }, options);
    if (judged.verdict === 'violated' && judged.counterexample) counterexamples[rule.id] = judged.counterexample;
  }
  return {
    name,
    base,
    flips,
    world: 'register',
    killedBy: Object.keys(counterexamples),
    counterexamples,
    ...(bug !== undefined && { bug }),
  };
}
