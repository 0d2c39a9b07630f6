export interface SliceOptions<P> {
  readonly onProgress?: ((progress: P) => void) | undefined;
  /** Asked between slices; true ends the work with what was found so far. */
  readonly shouldStop?: (() => boolean) | undefined;
  /** The same by an AbortSignal, or whatever says so as one does: the types of the package ask for no library of the DOM. */
  readonly signal?: { readonly aborted: boolean } | undefined;
  /** Length of a slice in milliseconds. Default 50. */
  readonly sliceMs?: number | undefined;
}

/** Cuts work into slices of about equal time and asks in between whether to go on. */
export class Slicer<P> {
  cancelled = false;
  readonly #options: SliceOptions<P>;
  readonly #start = performance.now();

  constructor(options: SliceOptions<P>) {
    this.#options = options;
  }

  /** Seconds since the start, at least a millisecond. */
  get seconds(): number {
    return Math.max((performance.now() - this.#start) / 1000, 1e-3);
  }

  /** `advance(limit)` works on up to `limit` items and says true at the end. Returns whether the end was reached. */
  *run(describe: () => P, advance: (limit: number) => boolean): Generator<P, boolean, void> {
    const { onProgress, shouldStop, signal, sliceMs = 50 } = this.#options;
    let limit = 256;
    for (;;) {
      if (signal?.aborted || shouldStop?.()) {
        this.cancelled = true;
        return false;
      }
      const start = performance.now();
      if (advance(limit)) return true;
      const spent = Math.max(performance.now() - start, 0.1);
      const progress = describe();
      onProgress?.(progress);
      yield progress;
      limit = Math.max(64, Math.min(limit * 4, Math.round((limit * sliceMs) / spent)));
    }
  }
}

/** Runs a generator of slices to its end, without a pause. */
export function runToEnd<Result>(slices: Generator<unknown, Result, void>): Result {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}

/** Work that yields after each of its pieces, for `Slicer.run`. */
export class Piecewise<Result> {
  result: Result | undefined;
  readonly #pieces: Generator<void, Result, void>;

  constructor(pieces: Generator<void, Result, void>) {
    this.#pieces = pieces;
  }

  /** Up to `limit` pieces. True at the end. */
  advance(limit: number): boolean {
    for (let done = 0; done < limit; done++) {
      const piece = this.#pieces.next();
      if (!piece.done) continue;
      this.result = piece.value;
      return true;
    }
    return false;
  }
}
