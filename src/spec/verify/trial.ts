/**
 * One run of a register property on one case: what every vCPU did and saw, and which step of the one on trial breaks the
 * property.
 */
import { designs } from '../designs/index.ts';
import { Session, type Host, type Outcome } from '../model/register/index.ts';
import type { LbrRegisterRule } from '../rules/kit/register/rule.ts';
import { registerOps } from '../scenario/ops/index.ts';
import type { RegisterSettings } from '../switches/register.ts';
import { stepToJson } from './step-to-json.ts';

/** What one vCPU did and saw. */
export interface TrialRun {
  /** What it is, where it is only compared with. */
  readonly reference: string | undefined;
  readonly host: Partial<Host>;
  readonly session: Session;
  /** One for each of `session.steps`. */
  readonly outcomes: readonly Outcome[];
}

export interface Trial {
  readonly held: boolean | undefined;
  readonly runs: readonly TrialRun[];
  /** Index of the run on trial; -1 where none was started. */
  readonly judged: number;
}

/** What the run on trial is told instead of what it saw, from some step on. */
type Instead = (step: Session['steps'][number], seen: Outcome, index: number) => Outcome;

interface Retelling {
  readonly run: number;
  readonly from: number;
  readonly instead: (host: Partial<Host>, runs: readonly TrialRun[]) => Instead;
}

/** Runs the property on a case. */
export function tryCase(rule: LbrRegisterRule, settings: RegisterSettings, testCase: unknown): Trial {
  return attempt(rule, settings, testCase);
}

function attempt(rule: LbrRegisterRule, settings: RegisterSettings, testCase: unknown, retelling?: Retelling): Trial {
  const runs: TrialRun[] = [];
  const held = rule.property.holds(testCase, (host, reference) => {
    const session = new Session(host, settings);
    const outcomes: Outcome[] = [];
    const index = runs.length;
    const instead = retelling?.run === index ? retelling.instead(host, runs) : undefined;
    runs.push({ reference, host, session, outcomes });
    return listening(session, (outcome) => {
      const at = session.steps.length - 1;
      outcomes[at] = outcome;
      return instead === undefined ? outcome : replaced(instead, session.steps[at], outcome, at, retelling?.from ?? 0);
    });
  });
  return { held, runs, judged: runs.findLastIndex(({ reference }) => reference === undefined) };
}

const replaced = (
  instead: Instead,
  step: Session['steps'][number],
  seen: Outcome,
  at: number,
  from: number,
): Outcome => {
  const other = instead(step, seen, at);
  return at >= from ? other : seen;
};

/** The session, with `hear` between each operation and its caller. */
function listening(session: Session, hear: (outcome: Outcome) => Outcome): Session {
  return new Proxy(session, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const before = target.steps.length;
        const outcome: unknown = Reflect.apply(value, target, args);
        return target.steps.length > before ? hear(outcome as Outcome) : outcome;
      };
    },
  });
}

/**
 * The step of the run on trial, by its index, that breaks the property: up to it, what was seen leaves a way to keep the
 * property, and with it none. A way to keep it is one of a few others that the run could have gone on: as under another
 * design, as on the vCPU that it is compared with, or with one result for everything. The last step where there is none.
 */
export function breakingStep(
  rule: LbrRegisterRule,
  settings: RegisterSettings,
  testCase: unknown,
  { judged, runs }: Trial,
): number {
  const last = runs[judged].session.steps.length - 1;
  for (let from = last; from >= 0; from--) {
    const kept = WAYS.some(
      (instead) => attempt(rule, settings, testCase, { run: judged, from, instead }).held !== false,
    );
    if (kept) return from;
  }
  return last;
}

const always =
  (result: Outcome['result'], value?: bigint): Retelling['instead'] =>
  () =>
  (_step, seen) => ({ result, ...(value !== undefined && { value }), ...because(seen) });

const because = ({ rule, why }: Outcome) => ({ ...(rule && { rule }), ...(why && { why }) });

/** As the last one of the other vCPUs saw it that did the same. */
const asOnTheOther: Retelling['instead'] = (_host, runs) => {
  const others = runs.slice();
  return (step, seen) => {
    const key = stepKey(step);
    for (const { session, outcomes } of others.toReversed()) {
      const at = session.steps.findLastIndex((one) => stepKey(one) === key);
      if (at >= 0) return outcomes[at];
    }
    return seen;
  };
};

/** As a vCPU of another design sees it after the same steps. */
const asUnder =
  (settings: RegisterSettings): Retelling['instead'] =>
  (host) => {
    const twin = new Session(host, settings);
    return (step, seen) => {
      try {
        return perform(twin, step);
      } catch {
        return seen;
      }
    };
  };

/** An accepted write reads back, a refused one faults: what a plain register would do. */
const asPlain: Retelling['instead'] = () => {
  const written = new Map<unknown, bigint>();
  return ({ op, args }, seen) => {
    if (op.endsWith('wrmsr') || op.endsWith('set_msr')) written.set(args['msr'], args['value'] as bigint);
    const value = written.get(args['msr']);
    return seen.value === undefined || value === undefined
      ? { ...seen, result: 'ok' }
      : { ...seen, result: 'ok', value };
  };
};

const WAYS: readonly Retelling['instead'][] = [
  asOnTheOther,
  always('ok', 0n),
  always('ok'),
  always('#GP'),
  always('refused'),
  always('invalid-guest-state'),
  always('ok', 1n),
  asPlain,
  ...designs.toReversed().map(({ register }) => asUnder(register)),
];

/** What was done, as text: two vCPUs that did the same have the same. */
export const stepKey = ({ op, args }: Session['steps'][number]): string =>
  `${op} ${JSON.stringify(args, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))}`;

/** Does a logged step again. */
export const perform = (session: Session, step: Session['steps'][number]): Outcome =>
  registerOps[step.op].prepare(stepToJson(step), '$')(session);
