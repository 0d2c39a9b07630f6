import { useEffect, useState } from 'react';
import type { Answer, Request } from '@site/src/worker/messages.ts';
import { startWorker } from '@site/src/worker/start-worker.ts';

interface Checker {
  /** Sends a request; the worker is started with the first one. */
  ask(request: Request): void;
}

/** A worker that lives as long as the component: closing the page or leaving it stops the work. */
export function useChecker(onAnswer: (answer: Answer) => void): Checker {
  const [checker] = useState(createChecker);
  useEffect(() => checker.listen(onAnswer));
  useEffect(() => checker.end, [checker]);
  return checker;
}

function createChecker() {
  let worker: Worker | undefined;
  let listener: (answer: Answer) => void = () => undefined;
  const start = (): Worker => {
    const started = startWorker();
    started.addEventListener('message', (event: MessageEvent<Answer>) => listener(event.data));
    started.addEventListener('error', (event) =>
      listener({ kind: 'error', message: event.message || 'the worker did not start' }),
    );
    return started;
  };
  return {
    ask(request: Request): void {
      worker ??= start();
      worker.postMessage(request);
    },
    listen(next: (answer: Answer) => void): void {
      listener = next;
    },
    end(): void {
      worker?.terminate();
      worker = undefined;
    },
  };
}
