import type { Measurement } from './measure.ts';

/** Five (or so) measurements of one thing, by their median. */
export interface Row {
  readonly engine: 'this' | 'spin';
  readonly task: string;
  readonly subject: string;
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly bytesPerState: number | null;
  readonly peakBytes: number;
}

export function summarize(engine: Row['engine'], task: string, subject: string, runs: readonly Measurement[]): Row {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const { seconds, count, bytes } = sorted[Math.floor(sorted.length / 2)];
  const bytesPerState = bytes === 0 ? null : bytes / count;
  const peakBytes = Math.max(...runs.map(({ peak }) => peak));
  return { engine, task, subject, count, seconds, perSecond: count / seconds, bytesPerState, peakBytes };
}

const unit: Readonly<Record<string, string>> = {
  explore: 'states',
  bare: 'states',
  presized: 'states',
  walk: 'steps',
  'fast-check': 'steps',
  leak: 'steps long',
};

export function printRow({ engine, task, subject, count, seconds, perSecond, bytesPerState, peakBytes }: Row): string {
  const what = `${subject}  ${engine === 'spin' ? 'spin' : task}`.padEnd(26);
  const counted = `${count.toLocaleString('en-US')} ${unit[task]}`.padStart(22);
  const rate = task === 'leak' ? '' : `${(perSecond / 1e6).toFixed(2)} M/s`;
  const memory = bytesPerState === null ? '' : `${bytesPerState.toFixed(1)} bytes/state`;
  const peak = `${Math.round(peakBytes / 2 ** 20)} MiB`;
  return `${what}${counted}${`${seconds.toFixed(3)} s`.padStart(11)}${rate.padStart(12)}${peak.padStart(10)}  ${memory}`.trimEnd();
}
