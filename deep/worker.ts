import { writeSync } from 'node:fs';
import { serveJobs } from '../src/node/pool.ts';
import type { DeepJob } from '../src/spec/deep/plan.ts';
import { runDeepJob } from '../src/spec/deep/run.ts';

// Straight to standard error: what a worker prints through its stream waits until the search is over.
serveJobs((job: DeepJob) =>
  runDeepJob(
    job,
    (text) => void writeSync(2, `${text}\n`),
    () => performance.now() / 1000,
  ),
);
