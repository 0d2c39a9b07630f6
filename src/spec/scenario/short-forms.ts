/** Short forms of a protocol scenario: one step that stands for all that KVM does on the way into or out of a guest. */
import { describeAction, ReplayError, resolveStep, type NamedStep } from '../check/index.ts';
import type { Action, ActionArgs } from '../kit/model.ts';
import type { ProtocolModel, World } from '../model/protocol/index.ts';
import { At } from '../model/protocol/world.ts';
import { integer, parseFields, required, text } from './field.ts';
import { ScenarioError } from './problem.ts';
import type { ScenarioStep } from './types.ts';

const vcpu = required(text('the vCPU', '^[A-Za-z][A-Za-z0-9_-]*$'));

export const shortForms = {
  'kvm.entry': {
    about: 'every step of KVM from where the vCPU stands to the guest',
    fields: { vcpu, cpu: integer('the pCPU on which the scheduler first puts the vCPU thread, if it is not there', 1) },
  },
  'kvm.exit': {
    about:
      'every step of KVM from the guest to the head of its loop, with IRQs on; a vCPU in the guest exits for nothing first',
    fields: { vcpu },
  },
} as const;

/** What KVM does next, where it stands: the first of these that is enabled. */
const PROGRESS = [
  'kvm.run',
  'kvm.serve_requests',
  'kvm.cancel_entry',
  'kvm.disable_irqs',
  'kvm.load_mediated',
  'kvm.snapshot_debugctl',
  'kvm.decide_passthrough',
  'kvm.enter_guest',
  'nmi.sample_guest',
  'kvm.restore_debugctl',
  'kvm.put_mediated',
  'kvm.enable_irqs',
  'kvm.handle_exit',
  'kvm.access_lbr_msr',
  'kvm.finish_lbr_msr',
];

/** Far more than from any place in the loop to any other. */
const MOST_STEPS = 40;

/** A step of the model, and the step of the document that it is, or is a part of. */
export interface ExpandedStep {
  readonly step: NamedStep;
  readonly index: number;
  /** The short form that it is a part of. */
  readonly short?: string;
}

const isShortForm = (op: string): op is keyof typeof shortForms => Object.hasOwn(shortForms, op);

/**
 * Replaces short forms by the steps of the model that they stand for. `steps` come with their indices in the document.
 * Throws a ScenarioError for a step that cannot be taken where it stands.
 */
export function expandShortForms(
  model: ProtocolModel,
  steps: readonly { readonly step: ScenarioStep; readonly index: number }[],
): ExpandedStep[] {
  if (!steps.some(({ step }) => isShortForm(step.op))) return steps.map(({ step, index }) => plain(step, index));
  const world = model.createDraft();
  model.initialize(world, 0);
  return steps.flatMap(({ step, index }) => {
    const path = `$.steps[${index}]`;
    if (step.op === 'kvm.entry') return partsOf(step.op, index, entry(model, world, step, path));
    if (step.op === 'kvm.exit') return partsOf(step.op, index, exit(model, world, step, path));
    const whole = plain(step, index);
    take(model, world, actionOf(model, whole.step, path), path);
    return [whole];
  });
}

/** The error of a replay, with the place in the document; any other one as it is. */
export function inDocument(error: unknown, steps: readonly ExpandedStep[]): unknown {
  if (!(error instanceof ReplayError)) return error;
  return new ScenarioError(`$.steps[${steps[error.step].index}]`, withoutStep(error));
}

const withoutStep = ({ message }: ReplayError): string => message.replace(/^step \d+: /, '');

const partsOf = (short: string, index: number, actions: readonly Action<World>[]): ExpandedStep[] =>
  actions.map(({ name: op, args }) => ({ step: { op, args }, index, short }));

const plain = ({ op, ...args }: ScenarioStep, index: number): ExpandedStep => ({
  step: { op, args: args as ActionArgs },
  index,
});

function entry(model: ProtocolModel, world: World, step: ScenarioStep, path: string): Action<World>[] {
  const { vcpu: name, cpu } = parseFields(shortForms['kvm.entry'].fields, step, path, ['op']);
  const number = vcpuNamed(model, name, path);
  if (world.vcpus[number].at === At.guest) throw new ScenarioError(path, `vCPU ${name} is in the guest already`);
  const there = cpu === undefined || world.cpus.at(cpu)?.current === model.machine.taskOfVcpu[number];
  const switched = there ? [] : [actionOf(model, { op: 'sched.switch', args: { cpu, task: name } }, path)];
  for (const action of switched) take(model, world, action, path);
  return [...switched, ...progress(model, world, { name, number, until: At.guest }, path)];
}

function exit(model: ProtocolModel, world: World, step: ScenarioStep, path: string): Action<World>[] {
  const { vcpu: name } = parseFields(shortForms['kvm.exit'].fields, step, path, ['op']);
  const number = vcpuNamed(model, name, path);
  const { at } = world.vcpus[number];
  if (at < At.guest) throw new ScenarioError(path, `vCPU ${name} is not in the guest, nor on the way out of it`);
  const left = at === At.guest ? [actionOf(model, { op: 'guest.exit', args: { vcpu: name } }, path)] : [];
  for (const action of left) take(model, world, action, path);
  return [...left, ...progress(model, world, { name, number, until: At.loaded }, path)];
}

/** What KVM does until the vCPU stands at `until`. */
function progress(
  model: ProtocolModel,
  world: World,
  { name, number, until }: { readonly name: string; readonly number: number; readonly until: number },
  path: string,
): Action<World>[] {
  const ofVcpu = PROGRESS.flatMap((op) =>
    model.actions.filter((action) => action.name === op && action.args['vcpu'] === name),
  );
  const taken: Action<World>[] = [];
  while (world.vcpus[number].at !== until) {
    const next = ofVcpu.find((action) => action.enabled(world));
    if (next === undefined) {
      const here = ofVcpu.find(({ at }) => at?.positions.includes(world.vcpus[number].at) === true);
      throw new ScenarioError(
        path,
        `KVM cannot go on${here === undefined ? '' : `: ${here.blockedBy?.(world) ?? ''}`}`,
      );
    }
    taken.push(take(model, world, next, path));
    if (taken.length > MOST_STEPS) throw new ScenarioError(path, `KVM does not get there in ${MOST_STEPS} steps`);
  }
  return taken;
}

function take(model: ProtocolModel, world: World, action: Action<World>, path: string): Action<World> {
  if (!action.enabled(world))
    throw new ScenarioError(path, `${describeAction(action)} is not enabled here: ${action.blockedBy?.(world) ?? ''}`);
  model.beginStep?.(world);
  action.apply(world);
  return action;
}

function actionOf(model: ProtocolModel, step: NamedStep, path: string): Action<World> {
  try {
    return resolveStep(model, step, 0);
  } catch (error) {
    if (error instanceof ReplayError) throw new ScenarioError(path, withoutStep(error));
    throw error;
  }
}

function vcpuNamed({ machine }: ProtocolModel, name: string, path: string): number {
  const { tasks } = machine.instance;
  const number = machine.taskOfVcpu.findIndex((task) => tasks[task - 1].name === name);
  if (number >= 0) return number;
  const names = machine.taskOfVcpu.map((task) => tasks[task - 1].name);
  throw new ScenarioError(`${path}.vcpu`, `there is no vCPU "${name}"; the instance has ${names.join(', ') || 'none'}`);
}
