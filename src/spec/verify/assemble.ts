import type { Verdict } from '../kit/rule.ts';
import type { Mutant } from '../designs/mutant.ts';
import type { MutantEntry, VerdictEntry } from './verdict-file.ts';
import { isProtocolRule, type LbrRule } from '../rules/index.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Job, ProtocolResult, Subject } from './job.ts';
import { judgeProtocolRule, type Judgement } from './protocol-verdict.ts';
import type { RegisterResult } from './register-job.ts';

export type Result = ProtocolResult | RegisterResult;

/** A job and what came of it. */
export interface JobOutcome {
  readonly job: Job;
  readonly result: Result;
}

/** What is declared for a rule on a design. */
function expectedVerdict(rule: LbrRule, design: string): Verdict {
  if (rule.notApplicable?.[design] !== undefined) return 'not-applicable';
  return rule.violatedOn.includes(design) ? 'violated' : 'holds';
}

/** One entry per rule and design, rules in the order of the book. */
export function verdictEntries(
  rules: readonly LbrRule[],
  designs: readonly string[],
  outcomes: readonly JobOutcome[],
  seed: number,
): VerdictEntry[] {
  const bySubject = groupBySubject(outcomes);
  return rules.flatMap((rule) =>
    designs.map((design): VerdictEntry => {
      const expected = expectedVerdict(rule, design);
      const judgement = judge(rule, { design }, bySubject.get(keyOf({ design })) ?? [], seed);
      return { rule: rule.id, revision: rule.revision, level: rule.level, design, expected, ...judgement };
    }),
  );
}

/** One entry per mutant: which rules notice it that do not notice anything on its base. */
export function mutantEntries(
  mutants: readonly Mutant[],
  rules: readonly LbrRule[],
  verdicts: readonly VerdictEntry[],
  outcomes: readonly JobOutcome[],
  seed: number,
): MutantEntry[] {
  const bySubject = groupBySubject(outcomes);
  const violated = new Set(
    verdicts.filter(({ verdict }) => verdict === 'violated').map(({ rule, design }) => `${rule} ${design}`),
  );
  return mutants.map((mutant): MutantEntry => {
    const subject: Subject = { design: mutant.base, flips: mutant.flips, mutant: mutant.name };
    const own = bySubject.get(keyOf(subject)) ?? [];
    const counterexamples: Record<string, Scenario> = {};
    for (const rule of rules) {
      if (violated.has(`${rule.id} ${mutant.base}`)) continue;
      const { verdict, counterexample } = judge(rule, subject, own, seed);
      if (verdict === 'violated' && counterexample !== undefined) counterexamples[rule.id] = counterexample;
    }
    return { ...mutant, killedBy: Object.keys(counterexamples), counterexamples };
  });
}

function judge(rule: LbrRule, subject: Subject, results: readonly Result[], seed: number): Judgement {
  const reason = subject.mutant === undefined ? rule.notApplicable?.[subject.design] : undefined;
  if (reason !== undefined) return { verdict: 'not-applicable', reason };
  if (isProtocolRule(rule)) {
    return judgeProtocolRule(
      rule,
      subject,
      results.filter((result) => result.kind !== 'register'),
      seed,
    );
  }
  for (const result of results)
    if (result.kind === 'register' && result.judgements[rule.id]) return result.judgements[rule.id];
  return { verdict: 'not-established', reason: 'not run' };
}

function groupBySubject(outcomes: readonly JobOutcome[]): ReadonlyMap<string, readonly Result[]> {
  const groups = new Map<string, Result[]>();
  for (const { job, result } of outcomes) {
    const key = keyOf(job.subject);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return groups;
}

const keyOf = ({ design, mutant = '' }: Subject): string => `${design} ${mutant}`;
