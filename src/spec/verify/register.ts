import * as fc from 'fast-check';
import type { Verdict } from '../kit/rule.ts';
import { Session } from '../model/register/index.ts';
import type { How } from './verdict-file.ts';
import type { LbrRegisterRule } from '../rules/kit/register/rule.ts';
import type { Scenario } from '../scenario/types.ts';
import { counterexampleOf } from './counterexample.ts';
import type { RegisterDesign } from './register-design.ts';
import { tryCase } from './trial.ts';

interface RunOptions {
  /** Number of generated cases. */
  readonly runs: number;
  readonly seed: number;
  /** Seconds since some moment, for the report; 0 where nobody measures. */
  readonly now?: () => number;
}

interface RegisterJudgement {
  readonly verdict: Verdict;
  /** Why, where the verdict is `not-applicable` or `not-established`. */
  readonly reason?: string;
  readonly how?: How;
  readonly counterexample?: Scenario;
}

/** As `runRegisterRule`, but also where the rule says that it does not apply. */
export function judgeRegisterRule(
  rule: LbrRegisterRule,
  design: RegisterDesign,
  options: RunOptions,
): RegisterJudgement {
  const { runs, seed, now = () => 0 } = options;
  const began = now();
  const tally = tallyOf(rule, design, runs, seed);
  const how: How = {
    method: 'random',
    summary: `random: ${runs.toLocaleString('en')} cases, seed ${seed}`,
    bound: `${runs.toLocaleString('en')} generated cases in ${rule.property.classes.length} classes`,
    states: 0,
    runs,
    seed,
    witnesses: tally.witnesses,
    seconds: now() - began,
    distribution: tally.distribution,
  };
  if (tally.failing !== undefined) {
    const smallest = shrink(rule, design, tally.failing.testCase, options);
    return {
      verdict: 'violated',
      how,
      counterexample: counterexampleOf(rule, design, smallest, tryCase(rule, design.settings, smallest)),
    };
  }
  const missing = rule.property.classes.filter((name) => tally.distribution[name] === 0);
  if (missing.length > 0) {
    return { verdict: 'not-established', reason: `never generated: ${missing.join(', ')}`, how };
  }
  if (tally.witnesses === 0) return { verdict: 'not-established', reason: 'no case met the precondition', how };
  return { verdict: 'holds', how };
}

/** Whether a rule is violated on a design, without evidence: stops at the first case that fails. */
export function violatesRegisterRule(
  rule: LbrRegisterRule,
  design: RegisterDesign,
  { runs, seed }: RunOptions,
): boolean {
  return casesOf(rule, runs, seed).some(
    (testCase) => rule.property.holds(testCase, (host) => new Session(host, design.settings)) === false,
  );
}

interface Cases {
  readonly runs: number;
  readonly seed: number;
  readonly cases: readonly unknown[];
}

/** The cases generated last: mutants are judged by the same ones, and generating costs more than judging. */
const lastCases = new WeakMap<object, Cases>();

function casesOf({ property: { arbitrary } }: LbrRegisterRule, runs: number, seed: number): readonly unknown[] {
  const last = lastCases.get(arbitrary);
  if (last?.runs === runs && last.seed === seed) return last.cases;
  const cases = fc.sample<unknown>(arbitrary, { numRuns: runs, seed });
  lastCases.set(arbitrary, { runs, seed, cases });
  return cases;
}

interface Tally {
  readonly distribution: Readonly<Record<string, number>>;
  readonly witnesses: number;
  /** The first case that fails. */
  readonly failing: { readonly testCase: unknown } | undefined;
}

function tallyOf(rule: LbrRegisterRule, design: RegisterDesign, runs: number, seed: number): Tally {
  const { property } = rule;
  const distribution: Record<string, number> = Object.fromEntries(property.classes.map((name) => [name, 0]));
  let witnesses = 0;
  let failing: Tally['failing'];
  for (const testCase of casesOf(rule, runs, seed)) {
    for (const name of property.classify(testCase)) {
      if (distribution[name] === undefined) throw new Error(`classify() gave "${name}", which is not a declared class`);
      distribution[name]++;
    }
    const held = property.holds(testCase, (host) => new Session(host, design.settings));
    if (held !== undefined) witnesses++;
    if (held === false) failing ??= { testCase };
  }
  return { distribution, witnesses, failing };
}

/** The smallest failing case that fast-check finds from the same seed. */
function shrink(rule: LbrRegisterRule, design: RegisterDesign, failing: unknown, { runs, seed }: RunOptions): unknown {
  const property = fc.property(
    rule.property.arbitrary,
    (testCase) => tryCase(rule, design.settings, testCase).held !== false,
  );
  const details = fc.check(property, { numRuns: runs, seed });
  return details.failed && details.counterexample ? details.counterexample[0] : failing;
}
