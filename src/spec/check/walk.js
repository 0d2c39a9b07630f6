import { chooser } from './choose.ts';
import { compileLayout } from './compile-layout.ts';
import { JudgedRun } from './judged-run.ts';
import { Random } from './random.ts';
import { shrink } from './shrink.ts';
import { runToEnd, Slicer } from './slicer.ts';
/**
 * Random walks: each step is chosen evenly among the enabled actions. All properties are judged on the way; the first
 * run that violates a property is shrunk.
 */
export function walk(model, properties, options) {
    return runToEnd(walkInSlices(model, properties, options));
}
/** The same in slices of about 50 ms; see `exploreInSlices`. */
export function* walkInSlices(model, properties, options) {
    const { firstRun = 0, runs, seed, debug = false, code = 'auto' } = options;
    const layout = compileLayout(model.layout, { debug, code });
    const campaign = new Campaign(model, layout, properties, options);
    const slicer = new Slicer(options);
    const describe = () => ({
        runs: campaign.next - firstRun,
        steps: campaign.steps,
        stepsPerSecond: Math.round(campaign.steps / slicer.seconds),
    });
    const complete = yield* slicer.run(describe, (limit) => campaign.advance(Math.ceil(limit / 16), firstRun + runs));
    return {
        end: complete ? 'complete' : 'cancelled',
        seed,
        firstRun,
        nextRun: campaign.next,
        steps: campaign.steps,
        deadEnds: campaign.deadEnds,
        properties: campaign.results(),
    };
}
class Campaign {
    next;
    steps = 0;
    deadEnds = 0;
    #model;
    #layout;
    #options;
    #run;
    #chooser;
    #log = [];
    #found;
    constructor(model, layout, properties, options) {
        this.#model = model;
        this.#layout = layout;
        this.#options = options;
        this.next = options.firstRun ?? 0;
        this.#run = new JudgedRun(model, layout, properties, options.countWitnesses ?? false);
        this.#chooser = chooser(model);
        this.#found = properties.map(() => undefined);
    }
    /** Up to `limit` runs, none from `end` on. True at the end. */
    advance(limit, end) {
        for (let done = 0; done < limit; done++) {
            if (this.next >= end)
                return true;
            this.#walk(this.next++);
        }
        return this.next >= end;
    }
    #walk(number) {
        const run = this.#run;
        const random = Random.ofRun(this.#options.seed, number);
        const initial = random.below(this.#model.initialStates);
        const violated = run.violated;
        run.begin(initial);
        const log = this.#log;
        const { steps } = this.#options;
        while (run.length < steps) {
            const action = this.#chooser.draw(run.world, random);
            if (action === undefined) {
                this.deadEnds++;
                break;
            }
            log[run.length] = action;
            run.take(action);
        }
        this.steps += run.length;
        if (run.violated > violated)
            this.#keep(number, initial);
    }
    #keep(run, initial) {
        for (const [index, { violatedAt }] of this.#run.findings.entries()) {
            if (violatedAt === undefined)
                continue;
            this.#found[index] ??= { run, initial, actions: this.#log.slice(0, violatedAt) };
        }
    }
    results() {
        return this.#run.findings.map(({ property, witnesses }, index) => {
            const found = this.#found[index];
            if (found === undefined)
                return { property, verdict: 'holds', witnesses };
            const violation = shrink(this.#model, this.#layout, property, { initial: found.initial, steps: found.actions });
            if (violation === undefined) {
                throw new Error(`model ${this.#model.name}: run ${found.run} of seed ${this.#options.seed} does not repeat`);
            }
            const { run, actions } = found;
            return { property, verdict: 'violated', witnesses, violation, found: { run, length: actions.length } };
        });
    }
}
/**
 * The result of two ranges of runs, the second of which begins where the first ended: the same as the result of both
 * ranges in one go, up to the number of witnesses, which adds up only where all witnesses are counted.
 */
export function joinWalks(first, second) {
    if (first.seed !== second.seed || first.nextRun !== second.firstRun) {
        const range = ({ seed, firstRun, nextRun }) => `runs ${firstRun}..${nextRun - 1} of seed ${seed}`;
        throw new RangeError(`${range(second)} do not follow ${range(first)}`);
    }
    return {
        end: second.end,
        seed: first.seed,
        firstRun: first.firstRun,
        nextRun: second.nextRun,
        steps: first.steps + second.steps,
        deadEnds: first.deadEnds + second.deadEnds,
        properties: first.properties.map((result, index) => {
            const other = second.properties[index];
            const witnesses = result.witnesses + other.witnesses;
            return { ...(result.verdict === 'violated' ? result : other), witnesses };
        }),
    };
}
