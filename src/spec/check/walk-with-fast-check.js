import * as fc from 'fast-check';
import { chooser, CHOICES } from './choose.ts';
import { compileLayout } from './compile-layout.ts';
import { JudgedRun } from './judged-run.ts';
/**
 * Random walks by fast-check: a run is an array of numbers that choose among the enabled actions, so every value is a
 * run and shrinking an array shrinks the run. Each violated property is shrunk on its own; the others go on.
 */
export function walkWithFastCheck(model, properties, options) {
    const { runs, steps, seed, debug = false, countWitnesses = false } = options;
    const layout = compileLayout(model.layout, { debug });
    const choices = fc.array(fc.nat(CHOICES - 1), { maxLength: steps, size: 'max' });
    const results = properties.map((property) => ({ property, verdict: 'holds', witnesses: 0 }));
    let open = [...properties.keys()];
    let taken = 0;
    let total = 0;
    for (;;) {
        const run = new JudgedRun(model, layout, open.map((index) => properties[index]), countWitnesses);
        const player = choicePlayer(model, run);
        let target = -1;
        const details = fc.check(fc.property(fc.integer({ min: 0, max: model.initialStates - 1 }), choices, (initial, list) => {
            player.play(initial, list);
            taken += run.length;
            if (run.violated === 0)
                return true;
            const broken = run.findings.findIndex(({ violatedAt }) => violatedAt !== undefined);
            // While it shrinks, only the property that failed first counts.
            if (target < 0)
                target = broken;
            const fails = run.findings[target].violatedAt !== undefined;
            run.reopen();
            return !fails;
        }), { seed, numRuns: runs, endOnFailure: false });
        total += details.numRuns;
        for (const [i, index] of open.entries())
            results[index] = { ...results[index], witnesses: run.findings[i].witnesses };
        if (details.counterexample === null || target < 0)
            break;
        const index = open[target];
        const violation = concrete(player, run, target, details.counterexample);
        results[index] = { ...results[index], verdict: 'violated', violation, path: details.counterexamplePath ?? '' };
        open = open.filter((other) => other !== index);
        if (open.length === 0)
            break;
    }
    return { seed, runs: total, steps: taken, properties: results };
}
function concrete(player, run, target, [initial, list]) {
    run.reopen();
    player.play(initial, list);
    return run.violationOf(run.findings[target], initial, player.steps);
}
/** Plays a list of choices until it ends, a dead end is met, or a property is violated. */
function choicePlayer(model, run) {
    const choosing = chooser(model);
    const actions = [];
    return {
        play(initial, list) {
            run.begin(initial);
            for (const choice of list) {
                if (run.violated > 0)
                    break;
                const action = choosing.pick(run.world, choice);
                if (action === undefined)
                    break;
                actions[run.length] = action;
                run.take(action);
            }
        },
        /** The steps that were played last. */
        get steps() {
            return actions.slice(0, run.length);
        },
    };
}
