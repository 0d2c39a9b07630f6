import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkFile } from '../src/cli/trace/check-file.ts';
import { EVENTS, generate } from './trace/generate.ts';

const USAGE = `npm run bench -- trace [--size MB] [--runs N] [--json]
Generates a trace (default 500 MB), judges it, counts the same events in it with grep -c, and prints lines per second of both:
medians of N interleaved runs (default 5), each in a process of its own. Peak memory is that of the judging process.`;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    size: { type: 'string', default: '500' },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    file: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

interface Judged {
  readonly seconds: number;
  readonly cpu: number;
  readonly lines: number;
  readonly megabytes: number;
  readonly verdict: string;
}

if (values.help) process.stdout.write(`${USAGE}\n`);
else if (values.file !== undefined) process.stdout.write(JSON.stringify(await judge(values.file)));
else bench(Number(values.size) * 1e6, Math.max(1, Number(values.runs)));

async function judge(file: string): Promise<Judged> {
  const start = performance.now();
  const report = await checkFile(file);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return { seconds, cpu: (user + system) / 1e6, lines: report.summary.lines, megabytes, verdict: report.verdict };
}

function bench(size: number, runs: number): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-trace-'));
  const file = path.join(folder, 'trace.txt');
  try {
    const lines = generate(file, size);
    const ours: Judged[] = [];
    const grep: { seconds: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const text = execFileSync(process.execPath, [process.argv[1], 'trace', '--file', file], { encoding: 'utf8' });
      const judged = JSON.parse(text) as Judged;
      if (judged.lines !== lines) throw new Error(`${judged.lines} lines were read of ${lines}`);
      ours.push(judged);
      const start = performance.now();
      const { status } = spawnSync('grep', ['-cE', EVENTS, file]);
      if (status === 0) grep.push({ seconds: (performance.now() - start) / 1000 });
    }
    print(lines, statSync(file).size, ours, grep);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(lines: number, bytes: number, ours: readonly Judged[], grep: readonly { seconds: number }[]): void {
  const seconds = median(ours.map((one) => one.seconds));
  const peer = grep.length > 0 ? median(grep.map((one) => one.seconds)) : undefined;
  const row = {
    lines,
    bytes,
    linesPerSecond: Math.round(lines / seconds),
    linesPerCpuSecond: Math.round(lines / median(ours.map((one) => one.cpu))),
    megabytes: Math.round(Math.max(...ours.map((one) => one.megabytes))),
    grepLinesPerSecond: peer === undefined ? undefined : Math.round(lines / peer),
    ratio: peer === undefined ? undefined : peer / seconds,
    verdict: ours[0].verdict,
  };
  if (values.json)
    return void process.stdout.write(`${JSON.stringify({ format: 'lbr-bench-trace/1', ...row }, null, 2)}\n`);
  const million = (count: number): string => `${(count / 1e6).toFixed(2)} M lines/s`;
  process.stdout.write(
    `${(lines / 1e6).toFixed(1)} M lines, ${(bytes / 1e6).toFixed(0)} MB\n` +
      `check-trace  ${million(row.linesPerSecond)} (${million(row.linesPerCpuSecond)} of CPU time), peak ${row.megabytes} MB\n` +
      (row.grepLinesPerSecond === undefined
        ? 'grep         not installed\n'
        : `grep -c      ${million(row.grepLinesPerSecond)}; check-trace has ${(row.ratio ?? 0).toFixed(2)} of its speed\n`),
  );
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
