import { expect, test } from 'vitest';
import { runJobs } from '../../src/node/pool.ts';
import type { PoolJob } from './pool-worker.ts';

const worker = new URL('pool-worker.ts', import.meta.url);
const endless: PoolJob = { number: 1, after: Infinity };

test('results come in the order of the jobs, whatever order they finish in', async () => {
  const finished: number[] = [];
  const done = new Int32Array(new SharedArrayBuffer(4));
  const jobs = [{ number: 300, done, after: 3 }, ...[1, 2, 3].map((number) => ({ number, done }))];
  const results = await runJobs<PoolJob, number>(worker, jobs, {
    workers: 2,
    onResult(_result, index) {
      finished.push(index);
      Atomics.add(done, 0, 1);
    },
  });
  expect(results).toEqual([90_000, 1, 4, 9]);
  expect(finished).toEqual([1, 2, 3, 0]);
});

test('no jobs need no worker', async () => {
  expect(await runJobs(worker, [])).toEqual([]);
});

test('the error of a job names the job', async () => {
  await expect(runJobs(worker, [{ number: 1 }, { number: -5 }, { number: 1 }], { workers: 1 })).rejects.toThrow(
    'job 2 of 3: -5 is negative',
  );
});

test('a signal ends the jobs', async () => {
  const reason = new Error('enough');
  await expect(runJobs(worker, [endless], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const late = runJobs(worker, [endless], { signal: AbortSignal.timeout(300) });
  await expect(late).rejects.toThrow('timeout');
});
