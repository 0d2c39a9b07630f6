/** A line of `trace` taken apart. */
interface Columns {
  readonly task: string;
  readonly pid: string;
  readonly cpu: string;
  readonly flags: string;
  readonly time: string;
  readonly event: string;
}

const LINE = /^(.{16})-(\d+) +\[(\d+)\] (\S{5}) +([\d.]+): (.*)$/;

const flagBits = ({ flags }: Columns): number =>
  (flags[0] === 'd' ? 1 : 0) | (flags[2] === 'h' ? 8 : 0) | (/[zZ]/.test(flags[2]) ? 0x40 : 0);
const milliseconds = (time: string): string => (Number(time) * 1000).toFixed(3);
const perfEvent = (event: string): string =>
  event.replace(/^(kvm|sched|\w)/, (start) => `${start.length > 1 ? start : 'msr'}:${start}`);

/** The same line as other programs and options print it. */
const FORMS: Readonly<Record<string, (line: Columns) => string>> = {
  'trace-cmd report': ({ task, pid, cpu, flags, time, event }) =>
    `${task}-${pid.padEnd(5)} [${cpu}] ${flags} ${time.padStart(12)}: ${event}`,
  'trace-cmd report -l': ({ task, pid, cpu, flags, time, event }) =>
    `${task.slice(-8)}-${pid.padEnd(5)} ${String(Number(cpu)).padStart(3)}${flags} ${time.padStart(12)}: ${event}`,
  'latency format, verbose': (line) =>
    `${line.task} ${line.pid.padStart(7)} ${String(Number(line.cpu)).padStart(3)} ${flagBits(line)} 00000001 00000012 [1e8b5f3d] ${milliseconds(line.time)}ms (+0.001ms): ${line.event}`,
  'perf script': ({ task, pid, cpu, time, event }) =>
    `${task} ${pid.padStart(7)} [${cpu}] ${time.padStart(12)}: ${perfEvent(event)}`,
  'perf script -L': ({ task, pid, cpu, time, event }) =>
    `${task.slice(-8)} ${pid.padStart(7)} ${String(Number(cpu)).padStart(3)} ${time.padStart(12)}: ${perfEvent(event)}`,
  'perf script without CPU': ({ task, pid, time, event }) =>
    `${task} ${pid.padStart(7)} ${time.padStart(12)}: ${perfEvent(event)}`,
};

/** Text of `trace` in each other form, by the name of the form. */
export function printedForms(text: string): Map<string, string> {
  return new Map(
    Object.entries(FORMS).map(([name, print]) => [
      name,
      text
        .split('\n')
        .map((line) => {
          const found = LINE.exec(line);
          if (!found) return line;
          const [, task, pid, cpu, flags, time, event] = found;
          return print({ task, pid, cpu, flags, time, event });
        })
        .join('\n'),
    ]),
  );
}
