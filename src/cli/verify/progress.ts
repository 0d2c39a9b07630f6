import type { Job } from '../../spec/verify/job.ts';
import type { OnDone } from './run-all.ts';

/** How far apart the lines are where there is no terminal, in milliseconds. */
const PAUSE = 5_000;

/**
 * One line on standard error that is written over and over. Where that is not a terminal it is silent, or, with
 * LBR_CONTRACT_PROGRESS=lines, says a line now and then.
 */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): { onDone: OnDone; end(): void } {
  if (!stream.isTTY)
    return {
      onDone: process.env['LBR_CONTRACT_PROGRESS'] === 'lines' ? lines(stream) : () => undefined,
      end: () => undefined,
    };
  return {
    onDone: (done, total, job) => {
      stream.write(`\r\x1b[K${done}/${total} ${describe(job)}`);
    },
    end: () => {
      stream.write('\r\x1b[K');
    },
  };
}

function lines(stream: NodeJS.WriteStream): OnDone {
  let last = performance.now();
  return (done, total, job) => {
    if (performance.now() - last < PAUSE && done < total) return;
    last = performance.now();
    stream.write(`${done}/${total} ${describe(job)}\n`);
  };
}

function describe(job: Job): string {
  const subject =
    job.subject.mutant === undefined ? job.subject.design : `${job.subject.design} with ${job.subject.mutant}`;
  return job.kind === 'register' ? `${subject}, registers` : `${subject}, ${job.instance}`;
}
