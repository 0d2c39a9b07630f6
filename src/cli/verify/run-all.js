import { runJob } from '../../spec/verify/run-job.ts';
/** Runs jobs one after the other in this thread; the outcomes are in the order of the jobs. */
export function runAll(jobs, onDone) {
    return Promise.resolve(jobs.map((job, index) => {
        const result = runJob(job);
        onDone(index + 1, jobs.length, job);
        return { job, result };
    }));
}
