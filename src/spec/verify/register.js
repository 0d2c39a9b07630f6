import * as fc from 'fast-check';
import { Session } from '../model/register/index.ts';
import { counterexampleOf } from './counterexample.ts';
/** Judges a rule on a design with generated cases. Same seed, same verdict and same counterexample. */
export function runRegisterRule(rule, design, options) {
    const reason = rule.notApplicable?.[design.name];
    if (reason !== undefined)
        return { verdict: 'not-applicable', reason };
    return judgeRegisterRule(rule, design, options);
}
/** As `runRegisterRule`, but also where the rule says that it does not apply. */
export function judgeRegisterRule(rule, design, options) {
    const { runs, seed, now = () => 0 } = options;
    const began = now();
    const tally = tallyOf(rule, design, runs, seed);
    const how = {
        method: 'random',
        summary: `random: ${runs.toLocaleString('en')} cases, seed ${seed}`,
        bound: `${runs.toLocaleString('en')} generated cases in ${rule.property.classes.length} classes`,
        states: 0,
        runs,
        seed,
        witnesses: tally.witnesses,
        seconds: now() - began,
        distribution: tally.distribution,
    };
    const missing = rule.property.classes.filter((name) => tally.distribution[name] === 0);
    if (missing.length > 0) {
        return { verdict: 'not-established', reason: `never generated: ${missing.join(', ')}`, how };
    }
    if (tally.witnesses === 0)
        return { verdict: 'not-established', reason: 'no case met the precondition', how };
    if (tally.failing === undefined)
        return { verdict: 'holds', how };
    const smallest = shrink(rule, design, tally.failing.testCase, options);
    return { verdict: 'violated', how, counterexample: counterexampleOf(rule, design, traceOf(rule, design, smallest)) };
}
function tallyOf({ property }, design, runs, seed) {
    const distribution = Object.fromEntries(property.classes.map((name) => [name, 0]));
    let witnesses = 0;
    let failing;
    for (const testCase of fc.sample(property.arbitrary, { numRuns: runs, seed })) {
        for (const name of property.classify(testCase)) {
            if (distribution[name] === undefined)
                throw new Error(`classify() gave "${name}", which is no declared class`);
            distribution[name]++;
        }
        const held = property.holds(testCase, (host) => new Session(host, design.settings));
        if (held !== undefined)
            witnesses++;
        if (held === false)
            failing ??= { testCase };
    }
    return { distribution, witnesses, failing };
}
/** The smallest failing case that fast-check finds from the same seed. */
function shrink(rule, design, failing, { runs, seed }) {
    const property = fc.property(rule.property.arbitrary, (testCase) => traceOf(rule, design, testCase).held !== false);
    const details = fc.check(property, { numRuns: runs, seed });
    return details.failed && details.counterexample ? details.counterexample[0] : failing;
}
/** What the last vCPU did that the property started. */
function traceOf(rule, design, testCase) {
    let host = {};
    let session;
    const held = rule.property.holds(testCase, (setup) => {
        host = setup;
        session = new Session(setup, design.settings);
        return session;
    });
    return { held, host, session };
}
