import { runJob } from '../../spec/verify/run-job.ts';
import type { JobOutcome, Result } from '../../spec/verify/assemble.ts';
import type { Job } from '../../spec/verify/job.ts';
import { JobQueue } from '../../node/job-queue.ts';
import { runJobs } from '../../node/pool.ts';

/** Told after each job, with the number of jobs done. */
export type OnDone = (done: number, total: number, job: Job) => void;

/** Runs jobs, in worker threads where there is more than one; the outcomes are in the order of the jobs. */
export async function runAll(jobs: readonly Job[], workers: number, onDone: OnDone): Promise<JobOutcome[]> {
  if (workers <= 1 || jobs.length <= 1) {
    return runInThisThread(jobs, onDone);
  }
  let done = 0;
  const worker = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './verify-worker.mjs', import.meta.url);
  const results = await runJobs<Job, Result>(worker, jobs, {
    workers,
    kindOf,
    onResult: (_result, index) => onDone(++done, jobs.length, jobs[index]),
  });
  return jobs.map((job, index) => ({ job, result: results[index] }));
}

function runInThisThread(jobs: readonly Job[], onDone: OnDone): JobOutcome[] {
  const queue = new JobQueue(jobs.map(kindOf));
  const results = new Map<number, JobOutcome['result']>();
  for (let index = queue.next(0); index !== undefined; index = queue.next(0)) {
    results.set(index, runJob(jobs[index]));
    onDone(results.size, jobs.length, jobs[index]);
  }
  return jobs.map((job, index): JobOutcome => {
    const result = results.get(index);
    if (result === undefined) throw new Error(`job ${index + 1} of ${jobs.length} was not run`);
    return { job, result };
  });
}

/** Searches of one instance share their code, whatever the design: each instance is compiled once. */
const kindOf = (job: Job): string => (job.kind === 'register' ? 'register' : job.instance);
