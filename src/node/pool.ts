import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker } from 'node:worker_threads';
import { JobQueue } from './job-queue.ts';

interface PoolOptions<Job, Result> {
  /** Number of worker threads. Default: one per core, at most one per job. With 0 or 1 there is one worker. */
  readonly workers?: number;
  /** Called when a job is done, in the order of completion. */
  readonly onResult?: (result: Result, index: number) => void;
  /** Jobs of one kind are better done by one worker. Default: all are of one kind. */
  readonly kindOf?: (job: Job) => string;
  readonly signal?: AbortSignal;
}

/**
 * Runs jobs in worker threads and returns their results in the order of the jobs, whatever order they begin and finish
 * in. Jobs and results are plain data. `worker` is a module that calls `serveJobs`; a TypeScript source runs through tsx.
 *
 * The first job that throws ends the others and rejects with its error; so does the signal.
 */
export async function runJobs<Job, Result>(
  worker: URL,
  jobs: readonly Job[],
  options: PoolOptions<Job, Result> = {},
): Promise<Result[]> {
  const { workers = availableParallelism(), onResult, kindOf = () => '', signal } = options;
  signal?.throwIfAborted();
  const results = Array.from<Result>({ length: jobs.length });
  const threads: Worker[] = [];
  const queue = new JobQueue(jobs.map(kindOf));

  const serve = (thread: Worker, number: number): Promise<void> =>
    new Promise((resolve, reject) => {
      let index = -1;
      const hand = () => {
        const next = queue.next(number);
        if (next === undefined) return resolve();
        index = next;
        thread.postMessage(jobs[index]);
      };
      thread.on('message', (reply: Reply<Result>) => {
        if ('error' in reply) {
          reject(new Error(`job ${index + 1} of ${jobs.length}: ${reply.error.message}`, { cause: reply.error }));
          return;
        }
        results[index] = reply.result;
        onResult?.(reply.result, index);
        hand();
      });
      thread.on('error', reject);
      thread.on('exit', (code) => reject(new Error(`a worker ended with status ${code} in job ${index + 1}`)));
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      hand();
    });

  tuneEngine();
  try {
    const count = Math.max(1, Math.min(workers, jobs.length));
    for (let i = 0; i < count && jobs.length > 0; i++) threads.push(startWorker(worker));
    await Promise.all(threads.map(serve));
    return results;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

type Reply<Result> = { readonly result: Result } | { readonly error: Error };

/** In a worker module: answers each job of `runJobs` with what `handle` makes of it. */
export function serveJobs<Job, Result>(handle: (job: Job) => Result | Promise<Result>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveJobs(): this module is not a worker thread');
  port.on('message', (job: Job) => {
    Promise.resolve(job)
      .then(handle)
      .then(
        (result) => port.postMessage({ result } satisfies Reply<Result>),
        (error: unknown) => {
          const reply: Reply<Result> = { error: error instanceof Error ? error : new Error(String(error)) };
          port.postMessage(reply);
        },
      );
  });
}

/**
 * Jobs are short and run much code a few times: compiling all of it at once without optimizing, and optimizing late,
 * takes a third off the time of a verification; docs/maintainers/performance.md has the numbers. V8 reads the flags when a worker
 * starts, and passes over one that it does not know.
 */
function tuneEngine(): void {
  for (const flag of ['--always-sparkplug', '--interrupt-budget=1000000']) setFlagsFromString(flag);
}

/** Young generation of a worker in MB: most of what a job makes is garbage at once. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

function startWorker(module: URL): Worker {
  if (!module.pathname.endsWith('.ts')) return new Worker(module, { resourceLimits });
  // The code of an `eval` worker looks for packages from the current directory, which can be any.
  const [api, source, parent] = [import.meta.resolve('tsx/esm/api'), fileURLToPath(module), import.meta.url].map(
    (text) => JSON.stringify(text),
  );
  const code = `import(${api}).then(({ tsImport }) => tsImport(${source}, ${parent}));`;
  return new Worker(code, { eval: true, resourceLimits });
}
