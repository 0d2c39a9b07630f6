import type { RuleText, Verdict } from '../kit/rule.ts';
import type { How, InstanceEvidence } from './verdict-file.ts';
import type { Scenario } from '../scenario/types.ts';
import type { InstanceFinding, ProtocolResult, Subject } from './job.ts';

/** What is known about one rule on one subject. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Why, where the verdict is `not-applicable` or `not-established`. */
  readonly reason?: string;
  readonly how?: How;
  readonly counterexample?: Scenario;
}

/**
 * Joins what the instances said about one rule: violated where one of them violates it, with the shortest of their
 * counterexamples; holds where none does, all were searched completely, and the precondition was met somewhere.
 */
export function judgeProtocolRule(
  rule: RuleText,
  subject: Subject,
  results: readonly ProtocolResult[],
  seed: number,
): Judgement {
  const found = results.flatMap((result): { result: ProtocolResult; finding: InstanceFinding }[] => {
    const finding = result.findings.find(({ rule: id }) => id === rule.id);
    return finding === undefined ? [] : [{ result, finding }];
  });
  const how = howOf(found, seed);
  const broken = found
    .filter(({ finding }) => finding.violation !== undefined)
    .sort((a, b) => (a.finding.violation?.length ?? 0) - (b.finding.violation?.length ?? 0));
  if (broken.length > 0) {
    const { result, finding } = broken[0];
    return { verdict: 'violated', how, counterexample: counterexample(rule, subject, result.instance, finding) };
  }
  if (how.witnesses === 0) {
    return { verdict: 'not-established', reason: 'vacuous: the precondition was never met', how };
  }
  const bounded = found.filter(({ result }) => result.kind === 'exhaustive' && !result.complete);
  if (bounded.length > 0) {
    const names = bounded.map(({ result }) => result.instance).join(', ');
    return { verdict: 'not-established', reason: `the bound was reached in ${names}`, how };
  }
  return { verdict: 'holds', how };
}

function howOf(found: readonly { result: ProtocolResult; finding: InstanceFinding }[], seed: number): How {
  const searched = found.filter(({ result }) => result.kind === 'exhaustive');
  const instances = searched.map(({ result, finding }): InstanceEvidence => ({
    name: result.instance,
    states: result.states,
    complete: result.complete,
    depth: result.depth,
    witnesses: finding.witnesses,
  }));
  const states = sum(instances.map((instance) => instance.states));
  const runs = sum(found.map(({ result }) => result.runs));
  const all = instances.every((instance) => instance.complete);
  const parts = [
    ...(instances.length > 0
      ? [
          all
            ? `exhaustive: all ${number(states)} states of ${counted(instances.length)}`
            : `searched ${number(states)} states of ${counted(instances.length)}, stopped at the bound`,
        ]
      : []),
    ...(runs > 0 ? [`random: ${number(runs)} runs, seed ${seed}`] : []),
  ];
  return {
    method: runs === 0 ? 'exhaustive' : instances.length === 0 ? 'random' : 'exhaustive+random',
    summary: parts.join('; '),
    bound: instances.map(({ name, states: n }) => `${name}: ${number(n)}`).join(', '),
    states,
    runs,
    seed,
    witnesses: sum(found.map(({ finding }) => finding.witnesses)),
    seconds: 0,
    instances,
  };
}

function counterexample(
  rule: RuleText,
  subject: Subject,
  instance: string,
  { violation = [] }: InstanceFinding,
): Scenario {
  return {
    format: 'lbr-scenario/1',
    design: subject.design,
    ...(subject.flips && { switches: subject.flips }),
    instance,
    title: rule.title,
    violates: rule.id,
    steps: violation.map(({ op, args }) => ({ op, ...args })),
  };
}

const counted = (n: number): string => (n === 1 ? '1 instance' : `${n} instances`);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
const number = (n: number): string => n.toLocaleString('en-US');
