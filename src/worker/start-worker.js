/** Starts the checking worker; it is bundled beside the code that starts it. */
export function startWorker() {
    return new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module', name: 'check' });
}
