import { serveJobs } from '../../src/node/pool.ts';

export interface PoolJob {
  readonly number: number;
  /** Counts the results that have come in. */
  readonly done?: Int32Array;
  /** Waits until so many results have come in. */
  readonly after?: number;
}

/** Returns the square of a number; a negative number is an error. */
serveJobs(async ({ number, done = new Int32Array(1), after = 0 }: PoolJob) => {
  if (number < 0) throw new RangeError(`${number} is negative`);
  while (Atomics.load(done, 0) < after) await new Promise((resolve) => setTimeout(resolve, 1));
  return number * number;
});
