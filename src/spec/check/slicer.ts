export interface Progress {
  /** `search` visits states, `responses` follows helpful paths from trigger states. */
  readonly phase: 'search' | 'responses';
  readonly states: number;
  /** States that wait to be expanded. */
  readonly frontier: number;
  readonly depth: number;
  readonly transitions: number;
  /** Distinct states per second since the start. */
  readonly statesPerSecond: number;
  readonly bytes: number;
}

export interface SliceOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly shouldStop?: (() => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly sliceMs?: number | undefined;
}

/** Cuts work into slices of about equal time and asks in between whether to go on. */
export class Slicer {
  cancelled = false;
  readonly #options: SliceOptions;
  readonly #describe: (phase: Progress['phase'], seconds: number) => Progress;
  readonly #start = performance.now();

  constructor(options: SliceOptions, describe: (phase: Progress['phase'], seconds: number) => Progress) {
    this.#options = options;
    this.#describe = describe;
  }

  /** `advance(limit)` works on up to `limit` items and says true at the end. Answers whether the end was reached. */
  *run(phase: Progress['phase'], advance: (limit: number) => boolean): Generator<Progress, boolean, void> {
    const { onProgress, shouldStop, signal, sliceMs = 50 } = this.#options;
    let limit = 256;
    for (;;) {
      if (signal?.aborted || shouldStop?.()) {
        this.cancelled = true;
        return false;
      }
      const start = performance.now();
      const done = advance(limit);
      const now = performance.now();
      if (done) return true;
      const progress = this.#describe(phase, (now - this.#start) / 1000);
      onProgress?.(progress);
      yield progress;
      limit = Math.max(64, Math.min(limit * 4, Math.round((limit * sliceMs) / Math.max(now - start, 0.1))));
    }
  }
}
