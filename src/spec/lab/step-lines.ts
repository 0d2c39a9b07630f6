/** A run for readers: each step of the agent with its result, and what the CPU had after it. */
import { agentSteps, resultsByStep } from './log/results.ts';
import type { LabLog, LogEvent } from './log/types.ts';
import type { PlanLine } from './plan.ts';
import type { EntryStep } from './results.ts';

export function stepLines(log: LabLog, lines: readonly PlanLine[]): string[] {
  const results = resultsByStep(log);
  const numbers = agentSteps(lines);
  const after = registersAfter(log);
  return lines.map(({ text, step }, index) => {
    const number = numbers.get(index);
    const head = `${step === undefined ? '   -' : String(step).padStart(4)}  ${text}`;
    if (number === undefined) return head;
    const result = results.get(number) ?? 'no result';
    const registers = after.get(number);
    return `${head}\n        ${shortened(result)}${registers === undefined ? '' : `\n        CPU: ${registers}`}`;
  });
}

/** What the CPU had after each step of the scenario that the agent carried out, and where the kernel was last. */
export function stepViews(log: LabLog, lines: readonly PlanLine[]): EntryStep[] {
  const numbers = agentSteps(lines);
  const after = registersAfter(log);
  const where = new Map<number, string>();
  let current = -1;
  for (const event of log.events) {
    current = stepNumber(event) ?? current;
    if (event.t === 'wrmsr' && event.m !== 'g' && event.ip !== undefined) where.set(current, event.ip);
  }
  const views = new Map<number, EntryStep>();
  for (const [index, { step }] of lines.entries()) {
    const number = numbers.get(index);
    const shows = number === undefined ? undefined : after.get(number);
    if (step === undefined || number === undefined || shows === undefined) continue;
    views.set(step, { step, where: where.get(number) ?? '', shows });
  }
  return [...views.values()];
}

function stepNumber(event: LogEvent): number | undefined {
  const found = event.t === 'mark' ? /^step (\d+) /.exec(event.text)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

/** Registers as the last events of each step show them. */
function registersAfter({ events }: LabLog): ReadonlyMap<number, string> {
  const after = new Map<number, string>();
  const known = new Map<string, string>();
  let step = -1;
  for (const event of events) {
    step = stepNumber(event) ?? step;
    note(known, event);
    if (step >= 0 && known.size > 0) after.set(step, [...known].map(([name, value]) => `${name} ${value}`).join(', '));
  }
  return after;
}

function note(known: Map<string, string>, event: LogEvent): void {
  if (event.t === 'wrmsr' && event.fault !== 1) {
    if (event.msr === 0x1d9) known.set('DEBUGCTL', event.v);
    else if (event.msr === 0x1c8) known.set('SELECT', event.v);
  } else if (event.t === 'exit') known.set('DEBUGCTL', '0x0');
  if ((event.t === 'entry' || event.t === 'exit') && event.ring !== undefined) {
    known.set(
      'ring',
      event.ring.map((entry) => (entry === '' || entry.startsWith('*') ? `empty${entry}` : entry)).join(' '),
    );
    if (event.selectv !== undefined) known.set('SELECT', event.selectv);
    if (event.tosv !== undefined) known.set('TOS', String(event.tosv));
  }
}

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}...` : text);
