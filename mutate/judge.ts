/** A worker with one bundle of the judge, asked from outside; it can be stopped in the middle of an answer. */
import { Worker } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';
import type { Answer, Question } from './question.ts';

export class TimeOut extends Error {
  override readonly name = 'TimeOut';
}

export interface Judge {
  /** Rejects with a TimeOut when the time of the judge is up, and with the error that the model threw. */
  ask(question: Question): Promise<Answer>;
  end(): Promise<void>;
}

/** `seconds` is for all questions together. */
export function startJudge(bundle: string, seconds: number): Judge {
  const worker = new Worker(pathToFileURL(bundle), { resourceLimits: { maxOldGenerationSizeMb: 3000 } });
  let fail: (error: Error) => void = () => undefined;
  const timer = setTimeout(() => fail(new TimeOut(`${seconds} s`)), seconds * 1000);
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        fail = reject;
        worker.once('message', (reply: { readonly result: Answer } | { readonly error: Error }) =>
          'result' in reply ? resolve(reply.result) : reject(reply.error),
        );
        worker.postMessage(question);
      }),
    async end() {
      clearTimeout(timer);
      await worker.terminate();
    },
  };
}
