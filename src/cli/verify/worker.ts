import { runJob } from '../../spec/verify/run-job.ts';
import { serveJobs } from '../pool.ts';

serveJobs(runJob);
