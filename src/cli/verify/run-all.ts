import { runJob } from '../../spec/verify/run-job.ts';
import type { Outcome } from '../../spec/verify/assemble.ts';
import type { Job } from '../../spec/verify/job.ts';

/** Told after each job. */
export type OnDone = (done: number, total: number, job: Job) => void;

/** Runs jobs one after the other in this thread; the outcomes are in the order of the jobs. */
export function runAll(jobs: readonly Job[], onDone: OnDone): Promise<Outcome[]> {
  return Promise.resolve(
    jobs.map((job, index): Outcome => {
      const result = runJob(job);
      onDone(index + 1, jobs.length, job);
      return { job, result };
    }),
  );
}
