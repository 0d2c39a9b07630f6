/** Random walks of the model, with the harness steps that mirror them and what the model says after each. */
import type { Action } from '../../src/spec/kit/model.ts';
import type { ProtocolModel } from '../../src/spec/model/protocol/index.ts';
import type { Machine } from '../../src/spec/model/protocol/machine.ts';
import { irqsOn } from '../../src/spec/model/protocol/irq.ts';
import { countLimit, EventState, type World } from '../../src/spec/model/protocol/world.ts';
import type { HarnessStep } from '../harness-run.ts';
import { observeModel, type Observation } from './observe.ts';
import type { Random } from './random.ts';
import { translate } from './translate.ts';

/** One step of the model that the harness can see. */
interface Mirrored {
  /** Index into `Walk.actions`. */
  readonly action: number;
  readonly steps: readonly HarnessStep[];
  readonly expected: Observation;
  readonly countsWrites: boolean;
}

export interface Walk {
  /** All actions of the model, those without a mirror included. */
  readonly actions: readonly Action<World>[];
  readonly mirrored: readonly Mirrored[];
}

/** With IRQs off or in guest mode, whoever changes an event does it on another CPU; the harness has one. */
function isPossibleOnOneCpu(model: ProtocolModel, w: World, action: Action<World>): boolean {
  return !action.name.startsWith('perf.') || irqsOn(model.machine, w, 0);
}

/** The actions of a model by name. */
function kinds(model: ProtocolModel): Action<World>[][] {
  const byName = new Map<string, Action<World>[]>();
  for (const action of model.actions) byName.set(action.name, [...(byName.get(action.name) ?? []), action]);
  return [...byName.values()];
}

/** Chooses the kind of action first, so that many task switches don't crowd out the rest. */
function chooseAction(model: ProtocolModel, of: readonly Action<World>[][], w: World, random: Random): Action<World> {
  for (;;) {
    const enabled = random.pick(of).filter((action) => action.enabled(w) && isPossibleOnOneCpu(model, w, action));
    if (enabled.length > 0) return random.pick(enabled);
  }
}

/** A walk of `length` steps that the harness can see. */
export function randomWalk(model: ProtocolModel, random: Random, length: number, leavesOut: readonly string[]): Walk {
  const of = kinds(model).filter(([{ name }]) => !leavesOut.includes(name));
  return follow(model, (w, mirrored) => (mirrored < length ? chooseAction(model, of, w, random) : undefined));
}

/** The walk that takes these actions, skipping those that are not enabled when their turn comes. */
export function replay(model: ProtocolModel, actions: readonly Action<World>[]): Walk {
  let next = 0;
  return follow(model, (w) => {
    while (next < actions.length && !(actions[next].enabled(w) && isPossibleOnOneCpu(model, w, actions[next]))) next++;
    return actions[next++];
  });
}

/**
 * Writes are compared for what perf does; KVM's own and the guest's are the driver's. Who closes or disables an event
 * that is not on turns the PMU off and on wherever the caller runs, which the model leaves out.
 */
function countsWrites(m: Machine, w: World, action: Action<World>): boolean {
  if (/^(guest|kvm|vmm)\./.test(action.name)) return false;
  if (action.name !== 'perf.close' && action.name !== 'perf.disable') return true;
  const event = m.events.find(({ name }) => name === action.args.event);
  return event !== undefined && w.events[event.index].state === EventState.active;
}

/** The model's counts of call-stack users have a limit, the kernel's don't: the walk ends there. */
function isOutOfRange({ instance }: Machine, w: World): boolean {
  const limit = countLimit(instance);
  return [w.callStackUsers, ...w.images.map(({ users }) => users)].some(
    (field) => field === limit || field === limit - 1,
  );
}

function follow(model: ProtocolModel, choose: (w: World, mirrored: number) => Action<World> | undefined): Walk {
  const w = model.createDraft();
  model.initialize(w, 0);
  const actions: Action<World>[] = [];
  const mirrored: Mirrored[] = [];
  for (;;) {
    const action = choose(w, mirrored.length);
    if (action === undefined) return { actions, mirrored };
    model.beginStep?.(w);
    const steps = translate(model.machine, w, action);
    const counted = countsWrites(model.machine, w, action);
    action.apply(w);
    actions.push(action);
    if (isOutOfRange(model.machine, w)) return { actions, mirrored };
    if (steps.length === 0) continue;
    const expected = observeModel(model.machine, w, counted);
    mirrored.push({ action: actions.length - 1, steps, expected, countsWrites: counted });
  }
}

export const harnessSteps = (walk: Walk): HarnessStep[] => walk.mirrored.flatMap(({ steps }) => steps);
