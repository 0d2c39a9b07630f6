// `npm run lab -- traces`: check-trace, given the ftrace text of runs, against the logs of the same runs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { againstTrace, checkText, type AgainstTrace } from '../src/spec/lab/against-trace.ts';
import { parseResults, traceName } from '../src/spec/lab/results.ts';
import { withTrace } from '../src/spec/lab/with-trace.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { isArchitectural, SEED } from './drive.ts';
import { LabFailed, RunFailed } from './failure.ts';
import { allJobs, type Job } from './jobs.ts';
import { isObstacle, planOf } from './plan-of.ts';
import { LabSession } from './session.ts';

interface TraceChoice {
  /** Series of kernels, and rules; all where empty. */
  readonly kernels: readonly string[];
  readonly rules: readonly string[];
  /** Only what lab/results.json calls seen. */
  readonly seen: boolean;
}

/** One run whose trace was compared. */
export interface TracedRun extends AgainstTrace {
  readonly job: Job;
  readonly trace: string;
  readonly log: string;
}

const many = { type: 'string', multiple: true } as const;
const options = {
  kernel: many,
  rule: many,
  seen: { type: 'boolean' },
  out: { type: 'string' },
  logs: { type: 'string' },
} as const;

/**
 * [--kernel SERIES]... [--rule ID]... [--seen] [--out DIR] [--logs DIR]: returns 1 where a trace says more than its log.
 * --seen takes what lab/results.json calls seen; --out DIR gets the texts and --logs DIR the logs.
 */
export async function traces(args: string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args, options });
  const totals = { runs: 0, violated: 0, kept: 0, wrong: 0 };
  const choice = { kernels: values.kernel ?? [], rules: values.rule ?? [], seen: values.seen === true };
  for await (const run of tracedRuns(choice, say)) {
    totals.runs++;
    for (const field of ['violated', 'kept', 'wrong'] as const) totals[field] += run[field].length;
    say(
      `${run.job.rule} ${run.job.design} on ${run.job.kernel.name}: violated ${run.violated.join(', ') || 'none'}; kept ${run.kept.length}`,
    );
    for (const sentence of run.wrong) say(`  WRONG: ${sentence}`);
    const name = traceName(run.job.rule, run.job.kernel.name);
    if (values.out !== undefined) write(values.out, name, run.trace);
    if (values.logs !== undefined) write(values.logs, name.replace('.trace.', '.log.'), run.log);
  }
  const { runs, violated, kept, wrong } = totals;
  say(`${runs} traces: ${violated} rules violated, ${kept} kept, ${wrong} against the log`);
  return wrong === 0 ? 0 : 1;
}

/** Runs what can be driven with ftrace inside, and compares each trace with its log. */
export async function* tracedRuns(choice: TraceChoice, say: (line: string) => void): AsyncGenerator<TracedRun> {
  const session = new LabSession(say);
  try {
    for (const { job, plan } of chosen(choice)) {
      const { cpu, cpus, lines } = withTrace(plan);
      try {
        const { log, text, files } = await session.run({ kernel: job.kernel.name, cpu, cpus, seed: SEED }, lines);
        const trace = files.get('trace');
        if (trace === undefined) throw new LabFailed(`${log.head.kernel} has no ftrace`);
        yield { job, trace, log: text, ...againstTrace(checkText(trace), log, isArchitectural(cpu)) };
      } catch (error) {
        if (!(error instanceof RunFailed) || error instanceof LabFailed) throw error;
        say(`${job.rule} ${job.design} on ${job.kernel.name}: ${error.message}`);
      }
    }
  } finally {
    await session.close();
  }
}

/** Runs of one machine stand together, so that it boots once. */
function chosen({ kernels, rules, seen }: TraceChoice) {
  const known = seen ? seenJobs() : undefined;
  const any = <Of>(list: readonly Of[], value: Of): boolean => list.length === 0 || list.includes(value);
  return allJobs(join(packageRoot(), 'scenarios', 'counterexamples'))
    .filter(
      ({ rule, kernel }) =>
        any(rules, rule) && any(kernels, kernel.name) && known?.has(`${rule} ${kernel.name}`) !== false,
    )
    .flatMap((job) => {
      const plan = planOf(job.scenario);
      return isObstacle(plan) ? [] : [{ job, plan }];
    })
    .map((one) => ({ ...one, machine: `${one.job.kernel.name} ${one.plan.cpu} ${one.plan.cpus}` }))
    .sort((a, b) => (a.machine < b.machine ? -1 : a.machine > b.machine ? 1 : 0));
}

/** Rule and series of each run that shows a violation. */
function seenJobs(): ReadonlySet<string> {
  const file = join(packageRoot(), 'lab', 'results.json');
  const { entries, kernels } = parseResults(readFileSync(file, 'utf8'), file);
  const seriesOf = (version: string): string => kernels.find((kernel) => kernel.version === version)?.name ?? '';
  return new Set(
    entries.filter(({ outcome }) => outcome === 'seen').map(({ rule, kernel }) => `${rule} ${seriesOf(kernel)}`),
  );
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), gzipSync(text, { level: 9 }));
}
