/** Cuts work into slices of about equal time and asks in between whether to go on. */
export class Slicer {
    cancelled = false;
    #options;
    #start = performance.now();
    constructor(options) {
        this.#options = options;
    }
    /** Seconds since the start, at least a millisecond. */
    get seconds() {
        return Math.max((performance.now() - this.#start) / 1000, 1e-3);
    }
    /** `advance(limit)` works on up to `limit` items and says true at the end. Answers whether the end was reached. */
    *run(describe, advance) {
        const { onProgress, shouldStop, signal, sliceMs = 50 } = this.#options;
        let limit = 256;
        for (;;) {
            if (signal?.aborted || shouldStop?.()) {
                this.cancelled = true;
                return false;
            }
            const start = performance.now();
            if (advance(limit))
                return true;
            const spent = Math.max(performance.now() - start, 0.1);
            const progress = describe();
            onProgress?.(progress);
            yield progress;
            limit = Math.max(64, Math.min(limit * 4, Math.round((limit * sliceMs) / spent)));
        }
    }
}
/** Runs a generator of slices to its end, without a pause. */
export function runToEnd(slices) {
    for (;;) {
        const slice = slices.next();
        if (slice.done)
            return slice.value;
    }
}
