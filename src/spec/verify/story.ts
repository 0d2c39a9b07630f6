import { resolveStep } from '../check/index.ts';
import { judgeRun } from '../check/judge-run.ts';
import { protocolRules } from '../rules/index.ts';
import { describeProtocol } from '../scenario/describe/protocol.ts';
import type { ReplayLine } from '../scenario/replay-register.ts';
import type { CpuSnapshot, EventSnapshot, Executor, StepView } from '../scenario/run-view.ts';
import type { Scenario } from '../scenario/types.ts';
import { replayParts } from './replay-scenario.ts';

/** What a run of the protocol world did, step by step, and which rules it breaks where. */
export interface Story {
  readonly design: string;
  /** The instance, for readers. */
  readonly instance: string;
  /** Who can execute a branch. */
  readonly executors: readonly Executor[];
  /** The state before the first step. */
  readonly cpus: readonly CpuSnapshot[];
  readonly events: readonly EventSnapshot[];
  readonly steps: readonly StoryStep[];
  readonly breaks: readonly BrokenRule[];
  /** IDs of the rules whose precondition came up, and that the run keeps. */
  readonly keeps: readonly string[];
  /** IDs of the rules whose precondition never came up: the run says nothing of them. */
  readonly silent: readonly string[];
}

/** A step with the state after it. An operation of the register world in between has what its caller saw instead. */
export interface StoryStep extends ReplayLine {
  readonly args: Readonly<Record<string, unknown>>;
  /** The short form of the document that it is a part of. */
  readonly short?: string;
  /** IDs of the rules that it breaks. */
  readonly breaks: readonly string[];
  readonly view?: StepView;
}

export interface BrokenRule {
  readonly rule: string;
  readonly title: string;
  /** Index into the steps of the story; -1 for the state before the first. */
  readonly at: number;
  /** Index of the step in the document. */
  readonly step: number;
  /** Of a rule on what must follow: it never does, from this step on. */
  readonly never: boolean;
}

/** Replays a document of the protocol world and judges it by every rule that says something of its design. */
export function storyOf(scenario: Scenario): Story {
  const { model, expanded, registerLines } = replayParts(scenario);
  const { machine } = model;
  const named = expanded.map(({ step: { op, args } }) => ({ ...args, op }));
  const view = describeProtocol({ ...scenario, steps: named }, machine.design, machine.instance);
  const rules = protocolRules.filter(({ notApplicable }) => notApplicable?.[scenario.design] === undefined);
  const judged = judgeRun(
    model,
    rules.map((rule) => rule.property(machine)),
    expanded.map(({ step }, index) => resolveStep(model, step, index)),
  );
  const brokenBy = (index: number): string[] =>
    rules.flatMap(({ id }, rule) => (judged[rule].violatedAt === index + 1 ? [id] : []));
  const ofProtocol = expanded.map(({ step: { op, args = {} }, index, short }, at): StoryStep => ({
    step: index,
    op,
    args,
    result: 'ok',
    ...(short !== undefined && { short }),
    breaks: brokenBy(at),
    view: view.steps[at],
  }));
  const ofRegister = registerLines.map((line): StoryStep => {
    const { op: _, ...args } = scenario.steps[line.step];
    return { ...line, args, breaks: [] };
  });
  const steps = [...ofProtocol, ...ofRegister].sort((a, b) => a.step - b.step);
  const breaks = rules.flatMap(({ id, title, property }, rule): BrokenRule[] => {
    const { violatedAt } = judged[rule];
    if (violatedAt === undefined) return [];
    const never = property(machine).kind === 'response';
    if (violatedAt === 0) return [{ rule: id, title, at: -1, step: -1, never }];
    const broken = ofProtocol[violatedAt - 1];
    return [{ rule: id, title, at: steps.indexOf(broken), step: broken.step, never }];
  });
  const kept = (met: boolean): string[] =>
    rules
      .filter((_, rule) => judged[rule].violatedAt === undefined && judged[rule].witnesses > 0 === met)
      .map(({ id }) => id);
  return {
    design: scenario.design,
    instance: view.instance,
    executors: view.executors,
    cpus: view.initial,
    events: view.initialEvents,
    steps,
    breaks: breaks.toSorted((a, b) => a.at - b.at),
    keeps: kept(true),
    silent: kept(false),
  };
}
