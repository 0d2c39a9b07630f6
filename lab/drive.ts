// Drives one counterexample or control and says what came of it.
import { createHash } from 'node:crypto';
import { excerptOf } from '../src/spec/lab/excerpt.ts';
import { judgeLog, type LabVerdict } from '../src/spec/lab/judge/index.ts';
import { judgeProtocol, judgeRegister } from '../src/spec/lab/outcome.ts';
import { LAB_CPUS, type LabCpu } from '../src/spec/lab/plan.ts';
import { ticketOf } from '../src/spec/lab/report.ts';
import type { EntryFinding, LabEntry } from '../src/spec/lab/results.ts';
import { stepViews } from '../src/spec/lab/step-lines.ts';
import { ticketText } from '../src/spec/lab/ticket.ts';
import { ruleById } from '../src/spec/rules/index.ts';
import type { Job } from './jobs.ts';
import { isObstacle, isRegisterPlan, planOf, type AnyPlan } from './plan-of.ts';
import { LabFailed, RunFailed } from './failure.ts';
import type { LabRun, LabSession } from './session.ts';

/** The seed of checked-in results. */
export const SEED = 1;

export async function drive(session: LabSession, job: Job, version: string): Promise<LabEntry> {
  const plan = planOf(job.scenario);
  const base = {
    rule: job.rule,
    design: job.kernel.design,
    ...(job.design !== job.kernel.design && { from: job.design }),
    kernel: version,
    ...(job.control && { control: true as const }),
  };
  if (isObstacle(plan)) return { ...base, cpu: '', cpus: 0, ...cannot(plan.cannot) };
  const on = { ...base, cpu: plan.cpu, cpus: plan.cpus, ...(plan.notes.length > 0 && { notes: plan.notes }) };
  try {
    const kind = { kernel: job.kernel.name, cpu: plan.cpu, cpus: plan.cpus, seed: SEED };
    return { ...on, ...entryOf(job, plan, await session.run(kind, plan.lines)) };
  } catch (error) {
    // A lab that cannot go on says nothing about the rule.
    if (!(error instanceof RunFailed) || error instanceof LabFailed) throw error;
    return {
      ...on,
      outcome: 'cannot-be-driven',
      what: `The run does not come to its end: ${firstLine(error.message)}`,
    };
  }
}

export const isArchitectural = (cpu: string): boolean => LAB_CPUS[cpu as LabCpu]?.flavour === 'arch';

function entryOf(
  job: Job,
  plan: AnyPlan,
  run: LabRun,
): Pick<LabEntry, 'outcome' | 'what' | 'reason' | 'steps' | 'finding' | 'log' | 'excerpt'> {
  const verdict = judgeLog(run.log, isArchitectural(plan.cpu));
  const judged = isRegisterPlan(plan) ? judgeRegister(plan, run.log) : judgeProtocol(job.rule, verdict);
  const log = createHash('sha256').update(run.text).digest('hex').slice(0, 16);
  const finding = judged.outcome === 'seen' ? findingOf(job, verdict, run) : undefined;
  const excerpt = finding === undefined ? [] : excerptOf(run.log.events, finding.tick, finding.cpu);
  return {
    ...judged,
    ...(judged.outcome === 'not-seen' && { reason: clause(judged.what) }),
    log,
    ...(finding !== undefined && { steps: stepViews(run.log, plan.lines) }),
    ...(finding !== undefined && { finding: withoutCpu(finding) }),
    ...(excerpt.length > 0 && { excerpt }),
  };
}

type Found = EntryFinding & { readonly cpu: number };

function findingOf(job: Job, { findings }: LabVerdict, { log }: LabRun): Found | undefined {
  const finding = findings.find(({ rule }) => rule === job.rule);
  if (finding === undefined) return undefined;
  const context = { head: log.head, title: ruleById(job.rule)?.title ?? '', scenario: `${job.rule}/${job.design}` };
  const { ip, step, stepText, i: tick, cpu, ring, recordedBy, survivedThrough, readBy } = finding;
  const ticket = ticketText(ticketOf(finding, context));
  return { ip, step, stepText, tick, cpu, ring, recordedBy, survivedThrough, readBy, ticket };
}

const cannot = (reason: string) =>
  ({ outcome: 'cannot-be-driven', what: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`, reason }) as const;

/** A sentence as a clause. */
const clause = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`.replace(/\.$/, '');

const withoutCpu = ({ cpu: _cpu, ...finding }: Found): EntryFinding => finding;

const firstLine = (text: string): string => text.split('\n', 1)[0];
