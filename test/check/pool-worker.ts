import { serveJobs } from '../../src/cli/pool.ts';

/** Waits for so many milliseconds and answers their square; a negative number is an error. */
serveJobs(async (job: number) => {
  if (job < 0) throw new RangeError(`${job} is negative`);
  await new Promise((resolve) => setTimeout(resolve, job));
  return job * job;
});
