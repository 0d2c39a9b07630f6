// All counterexamples of releases, and the controls, on each kernel: lab/results.json.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAB_CPU_NAMES } from '../src/spec/lab/plan.ts';
import {
  RESULTS_FORMAT,
  sortEntries,
  type LabEntry,
  type LabResults,
  type ResultKernel,
} from '../src/spec/lab/results.ts';
import { agentHash, cpuHash, judgeHash } from '../src/node/lab-hashes.ts';
import { modelHash } from '../src/node/model-hash.ts';
import { drive } from './drive.ts';
import { allJobs, shardOf, type Job } from './jobs.ts';
import { LAB_KERNELS } from './kernels.ts';
import { isObstacle, planOf } from './plan-of.ts';
import { LabSession } from './session.ts';

interface CampaignOptions {
  readonly root: string;
  /** Series of the kernels; all of them where it is empty. */
  readonly kernels: readonly string[];
  readonly rules: readonly string[];
  readonly shard: readonly [index: number, count: number];
  /** Where a run that was stopped keeps what it has, and goes on. */
  readonly state: string;
  readonly say: (line: string) => void;
}

/** Runs the campaign. Goes on where a run of the same sources was stopped. */
export async function runCampaign(options: CampaignOptions): Promise<LabResults> {
  const { root, say } = options;
  const session = new LabSession(say);
  try {
    const jobs = ordered(chosen(allJobs(join(root, 'scenarios', 'counterexamples')), options));
    const kernels: ResultKernel[] = [];
    for (const { name, design } of LAB_KERNELS) {
      if (!jobs.some(({ kernel }) => kernel.name === name)) continue;
      const { version, image } = await session.kernel(name);
      kernels.push({ name, design, version, image });
    }
    const head = await headOf(root, kernels, options.shard);
    const done = resumed(options.state, head);
    for (const job of jobs) {
      if (done.has(keyOf(job))) continue;
      const version = kernels.find(({ name }) => name === job.kernel.name)?.version ?? '';
      const entry = await drive(session, job, version);
      done.set(keyOf(job), entry);
      keep(options.state, head, done);
      say(`${job.rule} ${version} ${entry.outcome}: ${entry.what}`);
    }
    return { ...head, entries: sortEntries([...done.values()]) };
  } finally {
    await session.close();
  }
}

function chosen(jobs: readonly Job[], { kernels, rules, shard }: CampaignOptions): Job[] {
  const wanted = jobs.filter(
    ({ rule, kernel }) =>
      (kernels.length === 0 || kernels.includes(kernel.name)) && (rules.length === 0 || rules.includes(rule)),
  );
  return shardOf(wanted, ...shard);
}

/** Jobs of one machine stand together, so that it boots once. */
function ordered(jobs: readonly Job[]): Job[] {
  const machine = (job: Job): string => {
    const plan = planOf(job.scenario);
    return isObstacle(plan) ? job.kernel.name : `${job.kernel.name} ${LAB_CPU_NAMES.indexOf(plan.cpu)} ${plan.cpus}`;
  };
  return [...jobs].sort((a, b) => (machine(a) < machine(b) ? -1 : machine(a) > machine(b) ? 1 : 0));
}

async function headOf(root: string, kernels: readonly ResultKernel[], [index, count]: readonly [number, number]) {
  return {
    format: RESULTS_FORMAT,
    model: await modelHash(root),
    agent: agentHash(),
    cpu: cpuHash(),
    judge: judgeHash(root),
    date: new Date().toISOString().slice(0, 10),
    kernels,
    ...(count > 1 && { shard: `${index}/${count}` }),
  } as const;
}

type Head = Awaited<ReturnType<typeof headOf>>;

const keyOf = ({ rule, design, kernel }: Job): string => `${rule} ${design} ${kernel.name}`;

/** A digest of all that a kept entry rests on, without the day. */
const restsOn = ({ date: _date, ...head }: Head): string =>
  createHash('sha256').update(JSON.stringify(head)).digest('hex').slice(0, 16);

function resumed(state: string, head: Head): Map<string, LabEntry> {
  if (!existsSync(state)) return new Map();
  const kept = JSON.parse(readFileSync(state, 'utf8')) as { on: string; done: [string, LabEntry][] };
  return new Map(kept.on === restsOn(head) ? kept.done : []);
}

/** Written beside and renamed, so that a full disk leaves nothing by halves. */
function keep(state: string, head: Head, done: ReadonlyMap<string, LabEntry>): void {
  writeFileSync(`${state}.part`, JSON.stringify({ on: restsOn(head), done: [...done] }));
  renameSync(`${state}.part`, state);
}
