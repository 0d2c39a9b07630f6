/** Threads that are remembered; the one that came first is forgotten first. */
const MOST_THREADS = 1024;

/** What is known of each vCPU thread, in bounded memory. */
export class Threads<T> {
  readonly #known = new Map<number, T>();
  readonly #start: () => T;

  /** `start` makes what is known of a thread at first. */
  constructor(start: () => T) {
    this.#start = start;
  }

  of(pid: number): T {
    let known = this.#known.get(pid);
    if (known === undefined) {
      if (this.#known.size >= MOST_THREADS) this.#known.delete([...this.#known.keys()][0]);
      known = this.#start();
      this.#known.set(pid, known);
    }
    return known;
  }

  /** What is known of the thread so far, without a start. */
  peek(pid: number): T | undefined {
    return this.#known.get(pid);
  }

  /** The thread starts afresh. */
  delete(pid: number): void {
    this.#known.delete(pid);
  }

  get size(): number {
    return this.#known.size;
  }

  [Symbol.iterator](): Iterator<[number, T]> {
    return this.#known[Symbol.iterator]();
  }

  values(): Iterable<T> {
    return this.#known.values();
  }
}
