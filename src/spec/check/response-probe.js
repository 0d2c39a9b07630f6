import { ResponsePaths } from './response-paths.ts';
import { StateTable } from './state-table.ts';
import { Teller } from './trace.ts';
/** States that a probe remembers before it forgets them all and starts again. */
const MEMORY = 2 ** 20;
/** Judges one response property at single states, for runs that know nothing of the states around them. */
export class ResponseProbe {
    finding;
    #model;
    #layout;
    #words;
    #table;
    #paths;
    constructor(finding, model, layout) {
        this.finding = finding;
        this.#model = model;
        this.#layout = layout;
        this.#words = new Int32Array(layout.words);
        [this.#table, this.#paths] = this.#empty();
    }
    /** True when each helpful path from the world meets a response in time. */
    answered(world) {
        const state = this.#stateOf(world);
        const answered = this.#paths.answered(state);
        if (!this.#paths.full)
            return answered;
        if (this.#table.count === MEMORY && state > 0) {
            [this.#table, this.#paths] = this.#empty();
            return this.answered(world);
        }
        throw new Error(`model ${this.#model.name}: helpful paths from one state lead to over ${MEMORY} states`);
    }
    /** The helpful steps from a world that is not answered; `trigger` steps led to it. */
    tell(world, trigger) {
        const { states, reason, cycleTo } = this.#paths.tell(this.#stateOf(world));
        const teller = new Teller(this.#model, this.#layout, this.#table, world);
        for (const state of states)
            teller.stepTo(state, (action) => this.finding.property.helpful(action));
        const back = cycleTo === undefined ? {} : { cycleTo: trigger + cycleTo };
        return { steps: teller.steps, unanswered: { trigger, reason, ...back } };
    }
    #stateOf(world) {
        this.#layout.pack(world, this.#words, 0);
        if (this.#model.canonicalize) {
            const representative = this.#model.createDraft();
            this.#layout.unpack(this.#words, 0, representative);
            this.#model.canonicalize(representative);
            this.#layout.pack(representative, this.#words, 0);
        }
        const state = this.#table.insert(this.#words, 0, -1);
        if (state >= 0)
            return state;
        [this.#table, this.#paths] = this.#empty();
        return this.#table.insert(this.#words, 0, -1);
    }
    #empty() {
        const { words, hash } = this.#layout;
        const table = new StateTable(words, hash, { maxStates: MEMORY, maxBytes: Infinity });
        return [table, new ResponsePaths(this.finding.property, this.#model, this.#layout, table)];
    }
}
