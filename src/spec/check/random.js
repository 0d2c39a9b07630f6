/** A fast generator of pseudo-random numbers (mulberry32). Not for secrets. */
export class Random {
    #state;
    constructor(seed) {
        this.#state = seed | 0;
    }
    /** The generator of run `run` of a campaign: runs do not depend on each other. */
    static ofRun(seed, run) {
        return new Random(scramble(scramble(seed | 0) ^ scramble((run | 0) + 0x9e3779b9) ^ Math.floor(run / 2 ** 32)));
    }
    /** An integer in 0..bound-1; `bound` at most 65536. */
    below(bound) {
        this.#state = (this.#state + 0x6d2b79f5) | 0;
        let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return (((t ^ (t >>> 14)) >>> 16) * bound) >>> 16;
    }
}
/** Spreads the bits of an integer over all 32 (the finalizer of MurmurHash3). */
function scramble(value) {
    let h = value;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
}
