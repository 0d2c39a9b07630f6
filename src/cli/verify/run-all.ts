import { runJob } from '../../spec/verify/run-job.ts';
import type { Outcome, Result } from '../../spec/verify/assemble.ts';
import type { Job } from '../../spec/verify/job.ts';
import { runJobs } from '../pool.ts';

/** Told after each job, with the number of jobs done. */
export type OnDone = (done: number, total: number, job: Job) => void;

/** Runs jobs, in worker threads where there is more than one; the outcomes are in the order of the jobs. */
export async function runAll(jobs: readonly Job[], workers: number, onDone: OnDone): Promise<Outcome[]> {
  if (workers <= 1 || jobs.length <= 1) {
    return jobs.map((job, index): Outcome => {
      const result = runJob(job);
      onDone(index + 1, jobs.length, job);
      return { job, result };
    });
  }
  let done = 0;
  const worker = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './verify-worker.mjs', import.meta.url);
  const results = await runJobs<Job, Result>(worker, jobs, {
    workers,
    onResult: (_result, index) => onDone(++done, jobs.length, jobs[index]),
  });
  return jobs.map((job, index) => ({ job, result: results[index] }));
}
