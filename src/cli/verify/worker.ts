import { runJob } from '../../spec/verify/run-job.ts';
import { serveJobs } from '../../node/pool.ts';

serveJobs(runJob);
