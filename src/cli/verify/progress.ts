import type { Job } from '../../spec/verify/job.ts';
import type { OnDone } from './run-all.ts';

/** One line on standard error that is written over and over; silent where that is no terminal. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): { onDone: OnDone; end(): void } {
  if (!stream.isTTY) return { onDone: () => undefined, end: () => undefined };
  return {
    onDone: (done, total, job) => {
      stream.write(`\r\x1b[K${done}/${total} ${describe(job)}`);
    },
    end: () => {
      stream.write('\r\x1b[K');
    },
  };
}

function describe(job: Job): string {
  const subject =
    job.subject.mutant === undefined ? job.subject.design : `${job.subject.design} with ${job.subject.mutant}`;
  return job.kind === 'register' ? `${subject}, registers` : `${subject}, ${job.instance}`;
}
