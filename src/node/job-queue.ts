/**
 * Hands out jobs by number. A worker stays with jobs of one kind as long as there are some: the engine has compiled their
 * code. Then it takes the largest kind that nobody has begun, and at the end it helps where most is left. Jobs of one kind
 * go in the order in which they are given.
 */
export class JobQueue {
  readonly #waiting = new Map<string, number[]>();
  readonly #begun = new Set<string>();
  readonly #kindOf = new Map<number, string>();

  /** `kinds` has the kind of each job. */
  constructor(kinds: readonly string[]) {
    for (const [job, kind] of kinds.entries()) {
      const jobs = this.#waiting.get(kind);
      if (jobs === undefined) this.#waiting.set(kind, [job]);
      else jobs.push(job);
    }
  }

  /** The next job of a worker, or undefined where there is none. */
  next(worker: number): number | undefined {
    let kind = this.#kindOf.get(worker);
    if (kind === undefined || !this.#waiting.has(kind)) kind = this.#largest(false) ?? this.#largest(true);
    const jobs = kind === undefined ? undefined : this.#waiting.get(kind);
    if (kind === undefined || jobs === undefined) return undefined;
    this.#kindOf.set(worker, kind);
    this.#begun.add(kind);
    const job = jobs.shift();
    if (jobs.length === 0) this.#waiting.delete(kind);
    return job;
  }

  #largest(begun: boolean): string | undefined {
    let largest: string | undefined;
    let most = 0;
    for (const [kind, jobs] of this.#waiting) {
      if (this.#begun.has(kind) !== begun || jobs.length <= most) continue;
      most = jobs.length;
      largest = kind;
    }
    return largest;
  }
}
