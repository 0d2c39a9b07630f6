/** Random campaigns: steps of hosts and guests from a seed, and the shortest steps that still show what was found. */
import { Random } from '../check/random.ts';
import type { PlanLine } from './plan.ts';

/** One step of a walk. Steps that make no sense where they stand are passed over, so that any of them can be dropped. */
export type WalkStep =
  | { readonly op: 'open'; readonly event: number; readonly kind: string }
  | { readonly op: 'close' | 'enable' | 'disable' | 'sample'; readonly event: number }
  | { readonly op: 'run' | 'sleep'; readonly guest: string; readonly program: readonly string[] }
  | { readonly op: 'wake'; readonly guest: string }
  | { readonly op: 'work' | 'wait' | 'task' };

const GUESTS = ['A', 'B'] as const;
const EVENTS = 3;
const MOST_STEPS = 14;
const RECORDS = 32;

/** What a host event is opened with. */
const KINDS: Readonly<Record<string, string>> = {
  pinned: 'cpu=0 pinned=1 branch=0x13 exclude_guest=1',
  flexible: 'cpu=0 branch=0x13 exclude_guest=1',
  'call stacks': 'cpu=0 branch=0x801 exclude_guest=1',
  'for the guest too': 'cpu=0 pinned=1 branch=0x13 exclude_guest=0',
  'of a task': 'task=T branch=0x801 exclude_guest=1',
  'of a vCPU': 'task=A branch=0x13 pinned=1 exclude_guest=1',
};

const OPERATIONS: readonly string[] = [
  'wr:0x1d9,0x1',
  'wr:0x1d9,0x1',
  'wr:0x1d9,0x801',
  'wr:0x1d9,0x0',
  'branch:3',
  'branch:3',
  'exit',
  'exit',
  'out',
  'wr:0x1c8,0x44',
  'rd:0x1c8',
  'rd:0x680',
  'rd:0x1c9',
  `dump:${RECORDS}`,
];

/** The steps of run `run` of a seed. */
export function walkSteps(seed: number, run: number): WalkStep[] {
  const random = Random.ofRun(seed, run);
  const of = <T>(all: readonly T[]): T => all[random.below(all.length)];
  const program = (): string[] => Array.from({ length: 2 + random.below(6) }, () => of(OPERATIONS));
  const one = (): WalkStep => {
    const event = random.below(EVENTS);
    const guest = of(GUESTS);
    switch (random.below(12)) {
      case 0:
      case 1:
        return { op: 'open', event, kind: of(Object.keys(KINDS)) };
      case 2:
        return { op: of(['close', 'enable', 'disable'] as const), event };
      case 3:
        return { op: 'sample', event };
      case 4:
        return { op: of(['work', 'wait', 'task'] as const) };
      case 5:
      case 6:
        return { op: 'sleep', guest, program: program() };
      case 7:
      case 8:
        return { op: 'wake', guest };
      default:
        return { op: 'run', guest, program: program() };
    }
  };
  return Array.from({ length: 6 + random.below(MOST_STEPS - 5) }, one);
}

/** The agent's lines for steps: two guests, a task, one CPU. */
export function walkLines(steps: readonly WalkStep[]): PlanLine[] {
  const lines = ['vm A vm=vm0 lbr=host cpu=0', 'vm B vm=vm1 lbr=host cpu=0', 'task T cpu=0', 'freeze_on_smi 0'];
  const open = new Set<number>();
  const asleep = new Set<string>();
  for (const step of steps) lines.push(...linesOf(step, open, asleep));
  for (const guest of asleep) lines.push(`signal ${guest}`);
  return lines.map((text) => ({ text }));
}

function linesOf(step: WalkStep, open: Set<number>, asleep: Set<string>): string[] {
  switch (step.op) {
    case 'open':
      if (open.has(step.event)) return [];
      open.add(step.event);
      return [`open e${step.event} ${KINDS[step.kind]} period=0x10000000000`];
    case 'close':
      return open.delete(step.event) ? [`close e${step.event}`] : [];
    case 'enable':
    case 'disable':
      return open.has(step.event) ? [`${step.op} e${step.event}`] : [];
    case 'sample':
      return open.has(step.event) ? ['!at icount+200 pmi', 'work 200', `read e${step.event}`] : [];
    case 'run':
      return asleep.has(step.guest) ? [] : [`switch ${step.guest}`, `run ${step.program.join(' ')}`, 'switch main'];
    case 'sleep':
      if (asleep.has(step.guest)) return [];
      asleep.add(step.guest);
      return [`switch ${step.guest}`, `run ${step.program.join(' ')} halt rd:0x1d9 wr:0x1d9,0x0 dump:${RECORDS}`];
    case 'wake':
      return asleep.delete(step.guest) ? [`signal ${step.guest}`] : [];
    case 'work':
      return ['work 20'];
    case 'wait':
      return ['sleep 10'];
    case 'task':
      return ['switch T', 'work 20', 'switch main'];
  }
}

/**
 * Drops steps, then operations of guests, as long as `shows` says that what is left still shows it. Returns a list from which
 * no single step or operation can be dropped.
 */
export async function shrinkWalk(
  steps: readonly WalkStep[],
  shows: (steps: readonly WalkStep[]) => Promise<boolean>,
): Promise<readonly WalkStep[]> {
  let shortest = steps;
  for (;;) {
    const next = await firstOf(smaller(shortest), shows);
    if (next === undefined) return shortest;
    shortest = next;
  }
}

async function firstOf(
  candidates: Iterable<readonly WalkStep[]>,
  shows: (steps: readonly WalkStep[]) => Promise<boolean>,
): Promise<readonly WalkStep[] | undefined> {
  for (const candidate of candidates) if (await shows(candidate)) return candidate;
  return undefined;
}

/** First large parts are dropped, then smaller ones, then single operations. */
function* smaller(steps: readonly WalkStep[]): Generator<readonly WalkStep[]> {
  for (let size = steps.length >> 1; size >= 1; size >>= 1) {
    for (let index = 0; index < steps.length; index += size) yield steps.toSpliced(index, size);
  }
  for (const [index, step] of steps.entries()) {
    if (step.op !== 'run' && step.op !== 'sleep') continue;
    for (const at of step.program.keys()) {
      yield steps.toSpliced(index, 1, { ...step, program: step.program.toSpliced(at, 1) });
    }
  }
}

export const WALK_FORMAT = 'lbr-lab-walk/1';

export interface WalkResults {
  readonly format: typeof WALK_FORMAT;
  readonly agent: string;
  readonly cpu: string;
  readonly judge: string;
  readonly kernel: string;
  readonly image: string;
  readonly seed: number;
  readonly runs: number;
  /** Part of the runs, `2/4`; absent where it is all of them. */
  readonly shard?: string;
  /** Runs that came to their end, and those that did not. */
  readonly done: number;
  readonly stopped: readonly { readonly run: number; readonly why: string }[];
  readonly finds: readonly WalkFind[];
}

export interface WalkFind {
  readonly rule: string;
  /** Whether the model of the kernel says that it breaks the rule. */
  readonly declared: boolean;
  /** Runs that broke it, and the first of them. */
  readonly runs: number;
  readonly first: number;
  /** What is left of the first run after steps were dropped. */
  readonly lines: readonly string[];
}

/** Parts that cannot be joined: one sentence that says why. */
class WalkError extends Error {
  override readonly name = 'WalkError';
}

/** Joins the parts of one campaign. Throws a WalkError for a missing or repeated part, and for parts of another campaign. */
export function mergeWalks(parts: readonly WalkResults[]): WalkResults {
  const [first] = parts;
  if (first === undefined) throw new WalkError('found no part, expected at least one');
  const total = Number(first.shard?.split('/')[1] ?? 1);
  const campaign = ({ agent, cpu, judge, image, seed, runs }: WalkResults): string =>
    JSON.stringify({ agent, cpu, judge, image, seed, runs });
  const found = new Set<number>();
  for (const part of parts) {
    const [index, of] = (part.shard ?? '1/1').split('/').map(Number);
    if (campaign(part) !== campaign(first))
      throw new WalkError(`part ${index}/${of} is of another campaign than the first`);
    if (of !== total) throw new WalkError(`part ${index}/${of}: expected parts of ${total}`);
    if (found.has(index)) throw new WalkError(`part ${index}/${of} is there twice`);
    found.add(index);
  }
  for (let index = 1; index <= total; index++)
    if (!found.has(index)) throw new WalkError(`part ${index}/${total} is missing`);
  const { shard: _shard, ...head } = first;
  return {
    ...head,
    done: parts.reduce((sum, { done }) => sum + done, 0),
    stopped: parts.flatMap(({ stopped }) => stopped).sort((a, b) => a.run - b.run),
    finds: mergeFinds(parts.flatMap(({ finds }) => finds)),
  };
}

function mergeFinds(all: readonly WalkFind[]): WalkFind[] {
  const byRule = new Map<string, WalkFind>();
  for (const find of all) {
    const known = byRule.get(find.rule);
    const earlier = known === undefined || find.first < known.first ? find : known;
    byRule.set(find.rule, { ...earlier, runs: find.runs + (known?.runs ?? 0) });
  }
  return [...byRule.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

export function walkText({ kernel, done, stopped, finds }: WalkResults): string {
  const lines = finds.flatMap(({ rule, declared, runs, first, lines: steps }) => [
    `${rule}: violated in ${runs} of ${done} runs, first in run ${first}${declared ? '' : '; the model of this kernel keeps it'}`,
    ...steps.map((step) => `    ${step}`),
  ]);
  const ends = stopped.map(({ run, why }) => `run ${run} did not come to its end: ${why}`);
  return [...lines, ...ends, `${kernel}: ${done} runs, ${finds.length} rules violated.`].join('\n');
}
