import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker } from 'node:worker_threads';
/**
 * Runs jobs in worker threads and answers their results in the order of the jobs, whatever order they finish in. Jobs
 * and results are plain data. `worker` is a module that calls `serveJobs`; a TypeScript source runs through tsx.
 *
 * The first job that throws ends the others and rejects with its error; so does the signal.
 */
export async function runJobs(worker, jobs, options = {}) {
    const { workers = availableParallelism(), onResult, signal } = options;
    signal?.throwIfAborted();
    const results = Array.from({ length: jobs.length });
    const threads = [];
    let next = 0;
    const serve = (thread) => new Promise((resolve, reject) => {
        let index = -1;
        const hand = () => {
            index = next++;
            if (index < jobs.length)
                thread.postMessage(jobs[index]);
            else
                resolve();
        };
        thread.on('message', (reply) => {
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
    try {
        const count = Math.max(1, Math.min(workers, jobs.length));
        for (let i = 0; i < count && jobs.length > 0; i++)
            threads.push(startWorker(worker));
        await Promise.all(threads.map(serve));
        return results;
    }
    finally {
        await Promise.all(threads.map((thread) => thread.terminate()));
    }
}
/** In a worker module: answers each job of `runJobs` with what `handle` makes of it. */
export function serveJobs(handle) {
    const port = parentPort;
    if (port === null)
        throw new Error('serveJobs(): this module is no worker thread');
    port.on('message', (job) => {
        Promise.resolve(job)
            .then(handle)
            .then((result) => port.postMessage({ result }), (error) => {
            const reply = { error: error instanceof Error ? error : new Error(String(error)) };
            port.postMessage(reply);
        });
    });
}
function startWorker(module) {
    if (!module.pathname.endsWith('.ts'))
        return new Worker(module);
    const source = JSON.stringify(fileURLToPath(module));
    const code = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${JSON.stringify(import.meta.url)}));`;
    return new Worker(code, { eval: true });
}
