import { useCallback, useEffect, useRef, useState } from 'react';
/** Judges one trace at a time in a worker. A new one ends the one before. */
export function useTrace() {
    const worker = useRef(undefined);
    const runs = useRef(0);
    const [state, setState] = useState({ kind: 'idle' });
    const end = useCallback(() => {
        worker.current?.terminate();
        worker.current = undefined;
    }, []);
    useEffect(() => end, [end]);
    const judge = useCallback((request) => {
        end();
        const { name } = request;
        const started = new Worker(new URL('../../worker/trace.worker.ts', import.meta.url), {
            type: 'module',
            name: 'trace',
        });
        worker.current = started;
        setState({ kind: 'running', name, lines: 0, violations: 0 });
        started.addEventListener('message', ({ data }) => {
            if (data.kind === 'progress')
                setState({ ...data, kind: 'running', name });
            else if (data.kind === 'report')
                setState({ kind: 'done', report: data.report, run: ++runs.current });
            else
                setState({ kind: 'refused', name, message: data.message });
        });
        started.addEventListener('error', () => setState({ kind: 'refused', name, message: 'the worker could not be started' }));
        started.postMessage(request);
    }, [end]);
    const stop = useCallback(() => {
        end();
        setState({ kind: 'idle' });
    }, [end]);
    return { state, judge, stop };
}
