import { runSearch } from './protocol-job.ts';
import { runRegisterJob } from './register-job.ts';
import { runWalks } from './walk-job.ts';
/** Runs one job to its end. A function of the job and of nothing else. */
export function runJob(job) {
    switch (job.kind) {
        case 'exhaustive':
            return runSearch(job);
        case 'walk':
            return runWalks(job);
        case 'register':
            return runRegisterJob(job);
    }
}
