/** Judges one response property over the first `states` states of a table, in their order, after the search. */
export class ResponseCheck {
    /** The first trigger state without response in time. */
    unanswered;
    #finding;
    #paths;
    #states;
    #countAll;
    #head = 0;
    constructor(finding, paths, states, countAll) {
        this.#finding = finding;
        this.#paths = paths;
        this.#states = states;
        this.#countAll = countAll;
    }
    /** True when memory was short. */
    get undecided() {
        return this.unanswered === undefined && this.#paths.full;
    }
    /** Looks at up to `limit` states. True at the end. */
    advance(limit) {
        for (let done = 0; done < limit; done++) {
            const decided = this.unanswered !== undefined || this.#paths.full;
            if (this.#head === this.#states || (decided && !this.#countAll))
                return true;
            const state = this.#head++;
            if (!this.#paths.triggers(state))
                continue;
            this.#finding.witnesses++;
            if (!decided && !this.#paths.answered(state))
                this.unanswered = this.#paths.tell(state);
        }
        return false;
    }
}
