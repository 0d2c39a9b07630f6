import { runRegisterRule } from './register.ts';
/**
 * Runs every rule that applies to the base of a mutant and says which notice the flip. The rules given must hold on
 * the base, as the verdicts of the base show.
 */
export function runRegisterMutant(mutant, rules, options) {
    const { name, base, flips, settings, bug } = mutant;
    const counterexamples = {};
    for (const rule of rules) {
        if (rule.violatedOn.includes(base))
            continue;
        const judged = runRegisterRule(rule, { name: base, settings, switches: flips }, options);
        if (judged.verdict === 'violated' && judged.counterexample)
            counterexamples[rule.id] = judged.counterexample;
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
