import { explore } from '../spec/check/index.ts';
import { designNamed } from '../spec/designs/index.ts';
import { instancesOf } from '../spec/designs/instances-of.ts';
import type { ActionArgs, StepProperty } from '../spec/kit/model.ts';
import { protocolModel } from '../spec/model/protocol/index.ts';
import type { World } from '../spec/model/protocol/index.ts';
import { owner } from '../spec/model/protocol/observe.ts';
import { phraseOf } from '../spec/scenario/describe/protocol-phrases.ts';

/** Who has an ACTIVE event that needs the LBRs of a pCPU. */
export type Owner = 'nobody' | 'host' | 'guest' | 'both';

/** How the owner of a pCPU's LBRs changes in one step, over all reachable states of all instances of a design. */
export interface OwnerStates {
  readonly design: string;
  readonly instances: number;
  readonly states: number;
  /** Owners that some reachable state has. */
  readonly reachable: readonly Owner[];
  readonly changes: readonly OwnerChange[];
}

/** From `guest` to `guest` is from one guest to another. */
export interface OwnerChange {
  readonly from: Owner;
  readonly to: Owner;
  readonly causes: readonly Cause[];
}

/** An action that makes the change, and an example of it in words. */
interface Cause {
  readonly action: string;
  readonly words: string;
}

/** Explores the protocol model of a design; throws a RangeError for a design that does not exist, and an Error where an instance is too large to be explored in full. */
export function ownerStates(name: string): OwnerStates {
  const design = designNamed(name);
  const instances = instancesOf(design);
  const changes = new Map<string, Map<string, string>>();
  const reachable = new Set<Owner>(['nobody']);
  let states = 0;
  for (const instance of instances) {
    const model = protocolModel(design.protocol, instance);
    const { machine } = model;
    const look: StepProperty<World> = {
      kind: 'step',
      witness: () => true,
      holds(before, { name: action, args }, after) {
        for (let cpu = 0; cpu < before.cpus.length; cpu++) {
          const from = owner(machine, before, cpu);
          const to = owner(machine, after, cpu);
          if (from === to) continue;
          reachable.add(ownerOf(to));
          const key = `${ownerOf(from)} ${ownerOf(to)}`;
          const causes = changes.get(key) ?? new Map<string, string>();
          if (!causes.has(action)) causes.set(action, wordsOf(action, args));
          changes.set(key, causes);
        }
        return true;
      },
    };
    const result = explore(model, [look], { maxStates: 2_000_000 });
    if (result.end !== 'complete')
      throw new Error(`owner states of ${name}: instance ${instance.name} has more than 2,000,000 states`);
    states += result.states;
  }
  return {
    design: name,
    instances: instances.length,
    states,
    reachable: [...reachable],
    changes: [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, causes]) => change(key, causes)),
  };
}

function ownerOf(value: number): Owner {
  if (value === -2) return 'both';
  if (value === -1) return 'nobody';
  return value === 0 ? 'host' : 'guest';
}

function change(key: string, causes: ReadonlyMap<string, string>): OwnerChange {
  const [from, to] = key.split(' ') as [Owner, Owner];
  return { from, to, causes: [...causes].sort().map(([action, words]) => ({ action, words })) };
}

function wordsOf(action: string, args: ActionArgs): string {
  const { actor, label } = phraseOf(action);
  return `${actor(args)} ${label(args)}`;
}
