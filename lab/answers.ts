// `npm run lab -- answers`: where the manual leaves two answers, both are run, and what differs is written down.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  ANSWERS_FORMAT,
  answersText,
  otherAnswers,
  type Answer,
  type AnswerResults,
  type CpuSetting,
} from '../src/spec/lab/answers.ts';
import { sighting, type Observation } from '../src/spec/lab/faults.ts';
import type { PlanLine } from '../src/spec/lab/plan.ts';
import type { Workload } from '../src/spec/lab/workload.ts';
import { agentHash, cpuHash, judgeHash } from '../src/node/lab-hashes.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { allWorkloads } from './faults.ts';
import { allJobs } from './jobs.ts';
import { LAB_KERNELS } from './kernels.ts';
import { observe } from './observe.ts';
import { isObstacle, planOf } from './plan-of.ts';
import { LabSession } from './session.ts';

/** A workload, or the counterexample of a rule. */
interface Subject {
  readonly name: string;
  readonly cpu: string;
  readonly cpus: number;
  readonly lines: readonly PlanLine[];
  readonly expected: Workload['expected'];
}

const text = { type: 'string' } as const;

/** [--kernel SERIES] [--setting NAME]... [--out FILE] */
export async function answers(args: string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { kernel: text, setting: { type: 'string', multiple: true }, out: text },
  });
  const root = packageRoot();
  const series = values.kernel ?? '7.3';
  const names = LAB_KERNELS.map(({ name }) => name);
  if (!names.includes(series)) throw new UsageError(`--kernel: found "${series}", expected ${names.join(', ')}`);
  const open = chosen(root, values.setting);
  const session = new LabSession(say);
  try {
    const { version, image } = await session.kernel(series);
    const subjects = subjectsOf(root, series);
    const found = new Map<Answer, Answer['differs'][number][]>(open.map((answer) => [answer, []]));
    const bases = new Map<Subject, Observation>();
    const compare = async (subject: Subject, base: Observation, answer: Answer): Promise<void> => {
      const seen = sighting(subject.name, base, await observeWith(session, series, subject, answer));
      if (seen !== undefined) found.get(answer)?.push(seen);
    };
    for (const subject of subjects) {
      const base = await observe(session, series, subject, []);
      bases.set(subject, base);
      for (const answer of open) if (!isAtReset(answer)) await compare(subject, base, answer);
      say(`${subject.name} is done`);
    }
    // These need a boot of their own.
    for (const answer of open.filter((one) => isAtReset(one))) {
      for (const [subject, base] of bases) await compare(subject, base, answer);
      say(`${answer.name}=${answer.value} is done`);
    }
    const results: AnswerResults = {
      format: ANSWERS_FORMAT,
      agent: agentHash(),
      cpu: cpuHash(),
      judge: judgeHash(root),
      kernel: { name: series, version, image },
      runs: subjects.length,
      answers: open.map((answer) => ({ ...answer, differs: found.get(answer) ?? [] })),
    };
    const out = values.out ?? (values.setting === undefined ? join(root, 'lab', 'answers-results.json') : undefined);
    if (out !== undefined) {
      writeFileSync(`${out}.part`, `${JSON.stringify(results, undefined, 1)}\n`);
      renameSync(`${out}.part`, out);
    }
    say('');
    say(answersText(results));
    return 0;
  } finally {
    await session.close();
  }
}

function chosen(root: string, names: readonly string[] | undefined): readonly Answer[] {
  const { settings } = JSON.parse(readFileSync(join(root, 'lab', 'cpu', 'settings.json'), 'utf8')) as {
    settings: readonly CpuSetting[];
  };
  const all = otherAnswers(settings);
  for (const name of names ?? [])
    if (!all.some((answer) => answer.name === name))
      throw new UsageError(
        `--setting: found "${name}", expected one of ${all.map((answer) => answer.name).join(', ')}`,
      );
  return names === undefined ? all : all.filter(({ name }) => names.includes(name));
}

/** Those of one machine stand together: it boots once. */
function subjectsOf(root: string, series: string): Subject[] {
  const jobs = allJobs(join(root, 'scenarios', 'counterexamples')).filter(({ kernel }) => kernel.name === series);
  const driven = jobs.flatMap(({ rule, design, scenario }): Subject[] => {
    const plan = planOf(scenario);
    return isObstacle(plan) ? [] : [{ name: `${rule} of ${design}`, ...plan, expected: [] }];
  });
  const machine = ({ cpu, cpus }: Subject): string => `${cpus} ${cpu}`;
  const all = [...allWorkloads(root), ...driven];
  return all.sort((a, b) => (machine(a) < machine(b) ? -1 : machine(a) > machine(b) ? 1 : 0));
}

/** What a CPU has after reset has to be said before the boot. */
const isAtReset = ({ name }: Answer): boolean => /\breset\b/.test(name);

/** The answer is given before the first step, or to the boot. */
function observeWith(session: LabSession, kernel: string, subject: Subject, answer: Answer): Promise<Observation> {
  const { name, value } = answer;
  return isAtReset(answer)
    ? observe(session, kernel, subject, [], [[name, value]])
    : observe(session, kernel, subject, [`!cpu ${name}=${value}`]);
}
