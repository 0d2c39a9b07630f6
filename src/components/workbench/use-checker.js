import { useEffect, useState } from 'react';
import { startWorker } from '@site/src/worker/start-worker.ts';
/** A worker that lives as long as the component: closing the page or leaving it stops the work. */
export function useChecker(onAnswer) {
    const [checker] = useState(createChecker);
    useEffect(() => checker.listen(onAnswer));
    useEffect(() => checker.end, [checker]);
    return checker;
}
function createChecker() {
    let worker;
    let listener = () => undefined;
    const start = () => {
        const started = startWorker();
        started.addEventListener('message', (event) => listener(event.data));
        started.addEventListener('error', (event) => listener({ kind: 'error', message: event.message || 'the worker did not start' }));
        return started;
    };
    return {
        ask(request) {
            worker ??= start();
            worker.postMessage(request);
        },
        listen(next) {
            listener = next;
        },
        end() {
            worker?.terminate();
            worker = undefined;
        },
    };
}
