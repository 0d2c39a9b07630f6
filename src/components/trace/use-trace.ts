import { useCallback, useEffect, useRef, useState } from 'react';
import type { TraceReport } from '@site/src/spec/trace/findings.ts';
import type { TraceAnswer, TraceRequest } from '@site/src/worker/trace-messages.ts';

type TraceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly name: string; readonly lines: number; readonly violations: number }
  | {
      readonly kind: 'done';
      readonly report: TraceReport;
      /** Counts up: a new result starts afresh. */ readonly run: number;
    }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string };

/** Judges one trace at a time in a worker. A new one ends the one before. */
export function useTrace(): { state: TraceState; judge(request: TraceRequest): void; stop(): void } {
  const worker = useRef<Worker | undefined>(undefined);
  const runs = useRef(0);
  const [state, setState] = useState<TraceState>({ kind: 'idle' });
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = undefined;
  }, []);
  useEffect(() => end, [end]);
  const judge = useCallback(
    (request: TraceRequest) => {
      end();
      const { name } = request;
      const started = new Worker(new URL('../../worker/trace.worker.ts', import.meta.url), {
        type: 'module',
        name: 'trace',
      });
      worker.current = started;
      setState({ kind: 'running', name, lines: 0, violations: 0 });
      started.addEventListener('message', ({ data }: MessageEvent<TraceAnswer>) => {
        if (data.kind === 'progress') setState({ ...data, kind: 'running', name });
        else if (data.kind === 'report') setState({ kind: 'done', report: data.report, run: ++runs.current });
        else setState({ kind: 'refused', name, message: data.message });
      });
      started.addEventListener('error', () =>
        setState({ kind: 'refused', name, message: 'the worker could not be started' }),
      );
      started.postMessage(request);
    },
    [end],
  );
  const stop = useCallback(() => {
    end();
    setState({ kind: 'idle' });
  }, [end]);
  return { state, judge, stop };
}
