import { exploreInSlices, type EmittedCodec } from '../spec/check/index.ts';
import { describeRun } from '../spec/scenario/describe/index.ts';
import { isProtocolRule, type LbrRule } from '../spec/rules/index.ts';
import type { ExhaustiveJob, Job, ProtocolResult, Subject } from '../spec/verify/job.ts';
import { planJobs } from '../spec/verify/plan.ts';
import { findingsOf, judged } from '../spec/verify/protocol-job.ts';
import { judgeProtocolRule, type Judgement } from '../spec/verify/protocol-verdict.ts';
import { runRegisterJob } from '../spec/verify/register-job.ts';
import { findRules, subjectOf } from './find.ts';
import type { Answer, ExploreRequest } from './messages.ts';

const NOTHING_YET = { kind: 'progress', states: 0, statesPerSecond: 0, frontier: 0, depth: 0 } as const;

type Verdicts = Generator<Answer, Explored, void>;

/** Packing code by instance. */
type Codecs = Readonly<Record<string, EmittedCodec>>;

interface Explored {
  /** Instances that were searched without emitted code, several times slower. */
  readonly byClosures: readonly string[];
}

/**
 * Judges the asked rules with the jobs that `lbr-contract verify` would run, without the random walks. Yields progress,
 * and each verdict as soon as it stands. Throws a RangeError for unknown names.
 */
export function* exploreRules(request: ExploreRequest, codecs: Codecs): Verdicts {
  const start = performance.now();
  const subject = subjectOf(request.design, request.switches);
  const rules = findRules(request.rules);
  const told = new Set<string>();
  const tell = (rule: LbrRule, { verdict, how, reason, counterexample }: Judgement): Answer => {
    told.add(rule.id);
    const parts = [how?.summary, reason].filter((part) => part !== undefined);
    const seconds = (performance.now() - start) / 1000;
    const run = counterexample === undefined ? {} : { counterexample: describeRun(counterexample) };
    return { kind: 'verdict', rule: rule.id, verdict, summary: parts.join('; '), seconds, ...run };
  };

  for (const rule of rules) {
    const reason = subject.flips === undefined ? rule.notApplicable?.[subject.design] : undefined;
    if (reason !== undefined) yield tell(rule, { verdict: 'not-applicable', reason });
  }
  const found: ProtocolResult[] = [];
  const byClosures: string[] = [];
  for (const job of jobsFor(request, subject, rules)) {
    if (job.kind === 'register') {
      // Rule by rule, so that "stop" is heard in between.
      for (const rule of rules.filter(({ id }) => job.rules.includes(id))) {
        yield { ...NOTHING_YET, what: `${rule.id} on generated cases`, runs: job.runs };
        const judgement = runRegisterJob({ ...job, rules: [rule.id] }).judgements[rule.id];
        if (judgement !== undefined) yield tell(rule, judgement);
      }
    }
    if (job.kind !== 'exhaustive') continue;
    const left = rules.filter((rule) => isProtocolRule(rule) && !told.has(rule.id)).map((rule): string => rule.id);
    if (left.length === 0) continue;
    const codec = Object.hasOwn(codecs, job.instance) ? codecs[job.instance] : undefined;
    if (codec === undefined) byClosures.push(job.instance);
    found.push(yield* search({ ...job, rules: left }, codec));
    for (const rule of rules.filter(({ id }) => left.includes(id))) {
      const judgement = judgeProtocolRule(rule, subject, found, request.seed);
      if (judgement.verdict === 'violated') yield tell(rule, judgement);
    }
  }
  for (const rule of rules.filter(({ id }) => !told.has(id))) {
    yield isProtocolRule(rule)
      ? tell(rule, judgeProtocolRule(rule, subject, found, request.seed))
      : tell(rule, { verdict: 'not-established', reason: 'not run here' });
  }
  return { byClosures };
}

/** Flipped switches make the design a mutant of itself: it is judged on all instances, and by all rules. */
function jobsFor(request: ExploreRequest, subject: Subject, rules: readonly LbrRule[]): Job[] {
  const { design, flips } = subject;
  const { instances, maxStates, runs, seed } = request;
  const options = { rules, seed, runs, maxStates };
  const register = (job: Job): Job => (job.kind === 'register' ? { ...job, subject } : job);
  const jobs =
    flips === undefined
      ? planJobs({ ...options, designs: [design], mutants: [] })
      : (['protocol', 'register'] as const).flatMap((world) =>
          planJobs({ ...options, designs: [], mutants: [{ name: 'flipped', world, base: design as never, flips }] }),
        );
  // A mutant is searched to be killed, within a small bound; a reader's own design is to be cleared, within the reader's.
  const bounded = (job: Job): Job => (job.kind === 'exhaustive' ? { ...job, maxStates } : job);
  return jobs
    .map(register)
    .map(bounded)
    .filter((job) => job.kind === 'register' || instances.length === 0 || instances.includes(job.instance));
}

function* search(job: ExhaustiveJob, codec: EmittedCodec | undefined): Generator<Answer, ProtocolResult, void> {
  const { model, rules, properties } = judged(job);
  // A policy without `unsafe-eval` refuses code from text; the worker has that of its server.
  const slices = exploreInSlices(model, properties, { maxStates: job.maxStates, code: codec ?? 'closures' });
  for (;;) {
    const slice = slices.next();
    if (slice.done) {
      const { states, depth, end, properties: results } = slice.value;
      const findings = findingsOf(rules, results);
      return {
        kind: 'exhaustive',
        instance: job.instance,
        states,
        depth,
        complete: end === 'complete',
        runs: 0,
        findings,
      };
    }
    const { states, statesPerSecond, frontier, depth } = slice.value;
    yield { kind: 'progress', what: `Instance ${job.instance}`, states, statesPerSecond, frontier, depth, runs: 0 };
  }
}
