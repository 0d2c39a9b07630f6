import { serveJobs } from '../src/cli/pool.ts';
import type { DeepJob } from '../src/spec/deep/plan.ts';
import { runDeepJob } from '../src/spec/deep/run.ts';

serveJobs((job: DeepJob) =>
  runDeepJob(
    job,
    (text) => process.stderr.write(`${text}\n`),
    () => performance.now() / 1000,
  ),
);
