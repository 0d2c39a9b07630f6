import { designNamed } from '../designs/index.ts';
import { instancesOf } from '../designs/instances-of.ts';
import type { Mutant } from '../designs/mutant.ts';
import { isProtocolRule, type LbrRule } from '../rules/index.ts';
import type { Job, Subject } from './job.ts';

interface PlanOptions {
  readonly rules: readonly LbrRule[];
  readonly designs: readonly string[];
  readonly mutants: readonly Mutant[];
  readonly seed: number;
  /** Generated cases per register rule, and random walks per design. */
  readonly runs: number;
  /** Bound of each search. */
  readonly maxStates: number;
}

/** Generated cases per register rule at the least: with fewer, rare classes of cases may never be generated. */
const MIN_CASES = 200;

/** Of the runs asked for, one in so many is a walk through an instance: a walk judges a hundred steps, a case one. */
const RUNS_PER_WALK = 4;

/** Steps of a random walk. */
const WALK_STEPS = 100;

/**
 * States of a search of a mutant at the most, per instance. A mutant is looked at to be killed, not to be cleared, and
 * what kills it is found early: the search goes breadth first. A rule that breaks only later is not in the kill table.
 */
const MUTANT_STATES = 8000;

/** Every job of a verification, in a fixed order. */
export function planJobs(options: PlanOptions): Job[] {
  const subjects: Subject[] = options.designs.map((design) => ({ design }));
  return [
    ...subjects.flatMap((subject) => [...protocolJobs(subject, options), ...registerJobs(subject, options)]),
    ...options.mutants.flatMap((mutant) => {
      const subject: Subject = { design: mutant.base, flips: mutant.flips, mutant: mutant.name };
      return mutant.world === 'protocol' ? searches(subject, options) : registerJobs(subject, options);
    }),
  ];
}

function protocolJobs(subject: Subject, options: PlanOptions): Job[] {
  const { rules, runs, seed } = options;
  const jobs = searches(subject, options);
  if (runs === 0) return jobs;
  return jobs.flatMap((job): Job[] =>
    job.kind !== 'exhaustive'
      ? [job]
      : [
          job,
          {
            kind: 'walk',
            subject,
            instance: job.instance,
            // The search has the shortest run for what is declared violated; walks look for what nobody expects.
            rules: rules
              .filter((rule) => job.rules.includes(rule.id) && !rule.violatedOn.includes(subject.design))
              .map((rule) => rule.id),
            firstRun: 0,
            runs: Math.ceil(runs / RUNS_PER_WALK),
            steps: WALK_STEPS,
            seed,
            fastCheck: runs <= 40_000,
          },
        ],
  );
}

function searches(subject: Subject, { rules, maxStates }: PlanOptions): Job[] {
  const applicable = rules.filter((rule) => isProtocolRule(rule) && applies(rule, subject));
  if (applicable.length === 0) return [];
  const isMutant = subject.mutant !== undefined;
  return instancesOf(designNamed(subject.design)).map((instance): Job => ({
    kind: 'exhaustive',
    subject,
    instance: instance.name,
    rules: applicable.map((rule) => rule.id),
    maxStates: isMutant ? Math.min(maxStates, MUTANT_STATES) : maxStates,
  }));
}

function registerJobs(subject: Subject, { rules, runs, seed }: PlanOptions): Job[] {
  const applicable = rules.filter((rule) => !isProtocolRule(rule) && applies(rule, subject));
  if (applicable.length === 0) return [];
  return [
    {
      kind: 'register',
      subject,
      rules: applicable.map((rule) => rule.id),
      runs: Math.max(runs, MIN_CASES),
      seed,
    },
  ];
}

/** A mutant is judged also where the rule does not apply to its base: the flip may be what makes it apply. */
function applies(rule: LbrRule, subject: Subject): boolean {
  return subject.mutant !== undefined || rule.notApplicable?.[subject.design] === undefined;
}
