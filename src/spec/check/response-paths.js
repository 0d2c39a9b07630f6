/** In the memo: 0 is unknown, 1 + n is "the worst path to a response takes n steps", and this is "more than allowed". */
const FAILS = 0xffff;
/**
 * Follows the helpful paths of one response property from states of a table, depth first, and remembers per state the
 * worst number of steps to a response. Successors that the table does not have are added to it.
 */
export class ResponsePaths {
    /** Set when the table refused a state; answers are worth nothing from then on. */
    full = false;
    #property;
    #model;
    #layout;
    #table;
    #helpful;
    #draft;
    #successor;
    #memo;
    constructor(property, model, layout, table) {
        const { within } = property;
        if (!Number.isInteger(within) || within < 1 || within > FAILS - 2) {
            throw new RangeError(`response property: within is ${within}; expected an integer in 1..${FAILS - 2}`);
        }
        this.#property = property;
        this.#model = model;
        this.#layout = layout;
        this.#table = table;
        this.#helpful = model.actions.filter((action) => property.helpful(action));
        this.#draft = model.createDraft();
        this.#successor = new Int32Array(layout.words);
        this.#memo = new Uint16Array(table.count);
    }
    /** True when the state, which has to be in the table, triggers the property. */
    triggers(state) {
        this.#load(state);
        return this.#property.trigger(this.#draft);
    }
    /** True when every helpful path from `state` meets a response in time, or when the table is full. */
    answered(state) {
        const limit = this.#property.within + 1;
        const stack = [];
        const onStack = new Set();
        const fail = () => {
            for (const frame of stack)
                this.#remember(frame.state, FAILS);
            return false;
        };
        // False where a state that is no response has no successor.
        const enter = (entered) => {
            const frame = this.#open(entered);
            if (frame === undefined)
                return true;
            stack.push(frame);
            onStack.add(entered);
            return frame.successors.length > 0;
        };
        if (this.#recall(state) === FAILS)
            return false;
        if (this.#recall(state) === 0 && !enter(state))
            return this.full || fail();
        for (let frame = stack.at(-1); frame !== undefined && !this.full; frame = stack.at(-1)) {
            if (frame.next === frame.successors.length) {
                const worst = frame.worst + 1;
                if (worst > limit)
                    return fail();
                stack.pop();
                onStack.delete(frame.state);
                this.#remember(frame.state, worst);
                continue;
            }
            const successor = frame.successors[frame.next];
            const known = this.#recall(successor);
            if (known === FAILS || onStack.has(successor))
                return fail();
            if (known === 0) {
                if (!enter(successor) && !this.full)
                    return fail();
                continue;
            }
            frame.worst = Math.max(frame.worst, known);
            frame.next++;
        }
        return true;
    }
    /** Follows the worst successors from a trigger state that is not answered. */
    tell(trigger) {
        const path = [trigger];
        for (;;) {
            const state = path[path.length - 1];
            const first = path.indexOf(state);
            if (first < path.length - 1)
                return { trigger, states: path.slice(1), reason: 'cycle', cycleTo: first };
            if (path.length > this.#property.within)
                return { trigger, states: path.slice(1), reason: 'late' };
            const successors = this.#successors(state);
            if (successors.length === 0)
                return { trigger, states: path.slice(1), reason: 'dead-end' };
            path.push(successors.reduce((worst, next) => (this.#recall(next) > this.#recall(worst) ? next : worst)));
        }
    }
    #load(state) {
        this.#layout.unpack(this.#table.chunk(state), this.#table.offset(state), this.#draft);
    }
    /** A frame to go on from `state`, or undefined where it is a response. */
    #open(state) {
        this.#load(state);
        if (!this.#property.response(this.#draft))
            return { state, successors: this.#successors(state), next: 0, worst: 0 };
        this.#remember(state, 1);
        return undefined;
    }
    #successors(state) {
        const successors = [];
        for (const action of this.#helpful) {
            this.#load(state);
            if (!action.enabled(this.#draft))
                continue;
            this.#model.beginStep?.(this.#draft);
            action.apply(this.#draft);
            this.#model.canonicalize?.(this.#draft);
            this.#layout.pack(this.#draft, this.#successor, 0);
            const successor = this.#table.insert(this.#successor, 0, state);
            if (successor < 0)
                this.full = true;
            else
                successors.push(successor);
        }
        return successors;
    }
    #recall(state) {
        return state < this.#memo.length ? this.#memo[state] : 0;
    }
    #remember(state, value) {
        if (state >= this.#memo.length) {
            const larger = new Uint16Array(Math.max(this.#table.count, this.#memo.length * 2));
            larger.set(this.#memo);
            this.#memo = larger;
        }
        this.#memo[state] = value;
    }
}
