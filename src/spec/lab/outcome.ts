/** What a run says about the counterexample or the control that it drove. */
import type { LabVerdict } from './judge/index.ts';
import { agentSteps, resultsByStep } from './log/results.ts';
import type { EntryEvent, LabLog } from './log/types.ts';
import type { Expected, RegisterPlan } from './translate/register.ts';

export type LabOutcome = 'seen' | 'not-seen' | 'cannot-be-driven';

interface Judged {
  readonly outcome: 'seen' | 'not-seen';
  /** One sentence: what was seen, or what was seen instead. */
  readonly what: string;
}

/** A counterexample of the protocol world: seen where a judge finds its rule violated. */
export function judgeProtocol(rule: string, verdict: LabVerdict): Judged {
  const count = verdict.counts.get(rule);
  const finding = verdict.findings.find((candidate) => candidate.rule === rule);
  if (finding !== undefined) return { outcome: 'seen', what: sentence(finding.message) };
  const others = [...verdict.counts].filter(([, { violated }]) => violated > 0).map(([id]) => id);
  const beside = others.length === 0 ? '' : `; violated instead: ${others.sort().join(', ')}`;
  if (count === undefined || count.kept === 0)
    return { outcome: 'not-seen', what: `The rule had no occasion in the run${beside}.` };
  return { outcome: 'not-seen', what: `The rule was kept ${times(count.kept)}${beside}.` };
}

/** Of the register world: seen where each step gives what the model says, up to the one that violates the rule. */
export function judgeRegister(plan: RegisterPlan, log: LabLog): Judged {
  const results = resultsByStep(log);
  const steps = agentSteps(plan.lines);
  const found = plan.expected.map((expected) => {
    const step = steps.get(expected.line);
    return expected.form === 'entry'
      ? ofEntry(log, step)
      : wordsOf(expected, step === undefined ? undefined : results.get(step));
  });
  const history = new Map<string, number>();
  for (const [index, expected] of plan.expected.entries()) {
    const previous = history.get(expected.op + keyOf(expected, plan));
    const last = expected.kept !== undefined;
    const difference = differs(
      expected,
      found[index],
      last,
      previous === undefined ? undefined : [plan.expected[previous], found[previous]],
    );
    if (difference !== undefined) {
      return {
        outcome: 'not-seen',
        what: `Step ${expected.step} (${expected.op}): the model gives ${textOf(expected)}, the kernel ${difference}.`,
      };
    }
    history.set(expected.op + keyOf(expected, plan), index);
  }
  const at = plan.expected.findIndex(({ kept }) => kept !== undefined);
  if (at < 0) return { outcome: 'not-seen', what: 'No step of the run tells a kept rule from a broken one.' };
  const { step, op, kept } = plan.expected[at];
  return {
    outcome: 'seen',
    what: `Step ${step} (${op}) ${shown(found[at] ?? { result: 'error' })}, as in the model of the kernel; where the rule is kept it gives ${kept}.`,
  };
}

interface Found {
  readonly result: Expected['result'] | 'error';
  readonly value?: string;
}

function keyOf(expected: Expected, plan: RegisterPlan): string {
  const line = plan.lines[expected.line]?.text ?? '';
  if (expected.form === 'vmm') return line;
  return operationOf(expected, line);
}

/** The operation of a `run` line that gives the word. */
function operationOf({ word, form }: Expected, line: string): string {
  if (form === 'entry') return '';
  let at = 0;
  for (const operation of line.split(' ').slice(1)) {
    const size = SIZES[operation.split(':')[0]] ?? 0;
    if (at === word && size > 0) return operation;
    at += size;
  }
  return '';
}

const SIZES: Readonly<Record<string, number>> = {
  rd: 2,
  wr: 1,
  pmi: 1,
  db: 1,
  leave: 1,
  vmread: 1,
  xsaves: 1,
  xrstors: 1,
};

/** What the kernel gave where that is not what the model says, undefined where it is. */
function differs(
  expected: Expected,
  found: Found | undefined,
  last: boolean,
  previous: readonly [Expected, Found | undefined] | undefined,
): string | undefined {
  if (found === undefined) return 'nothing';
  if (found.result !== expected.result) return shown(found);
  if (expected.value === undefined || found.value === undefined) return undefined;
  if (!expected.branches) return BigInt(found.value) === BigInt(expected.value) ? undefined : shown(found);
  const zero = (value: string): boolean => BigInt(value) === 0n;
  if (!last) return undefined;
  // Of a record of the host, the model says whether it is still the host's: addresses of hosts are high in the model, and
  // those of guests are low in both.
  if (expected.op === 'host.rdmsr' && expected.kept !== undefined)
    return lostToGuest(expected.value) === lostToGuest(found.value) ? undefined : shown(found);
  // Of a register that branches change, the model says whether it changed and whether it is 0.
  if (previous?.[0].value !== undefined && previous[1]?.value !== undefined) {
    const same = BigInt(previous[0].value) === BigInt(expected.value);
    if (same !== (BigInt(previous[1].value) === BigInt(found.value)))
      return `${shown(found)}, ${same ? 'changed' : 'unchanged'} since the last look`;
    return undefined;
  }
  return zero(expected.value) === zero(found.value) ? undefined : shown(found);
}

/** Cleared, or an address of a guest: below 0x20000, where the lab's guest has its code. */
const lostToGuest = (value: string): boolean => BigInt(value) < 0x20000n;

function wordsOf({ form, word }: Expected, text: string | undefined): Found | undefined {
  if (text === undefined) return undefined;
  const [verb, ...words] = text.split(' ');
  if (verb === 'error') return { result: 'error' };
  if (form === 'vmm') {
    if (verb === 'refused') return { result: 'refused' };
    return words[0] === undefined ? { result: 'ok' } : { result: 'ok', value: `0x${words[0]}` };
  }
  const at = words[word];
  if (at === undefined) return undefined;
  if (form === 'guest-write') return { result: at === '1' ? '#GP' : 'ok' };
  if (form === 'guest-value') return { result: 'ok', value: `0x${at}` };
  return words[word + 1] === '1' ? { result: '#GP' } : { result: 'ok', value: `0x${at}` };
}

/** DEBUGCTL that the last VM-entry of the agent's step loaded. */
function ofEntry(log: LabLog, step: number | undefined): Found | undefined {
  if (step === undefined) return undefined;
  let at = -1;
  let entry: EntryEvent | undefined;
  for (const event of log.events) {
    if (event.t === 'mark') at = Number(/^step (\d+) /.exec(event.text)?.[1] ?? at);
    if (event.t === 'entry' && at === step) entry = event;
  }
  return entry === undefined ? undefined : { result: 'ok', value: entry.debugctl };
}

const textOf = ({ result, value }: Expected): string => (value === undefined ? result : `${result} ${value}`);
const shown = ({ result, value }: Found): string => `gives ${value === undefined ? result : `${result} ${value}`}`;
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
