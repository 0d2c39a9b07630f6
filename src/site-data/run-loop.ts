import { instances } from '../spec/model/protocol/instances.ts';
import { protocolModel } from '../spec/model/protocol/index.ts';
import { irqsOn, preemptible } from '../spec/model/protocol/irq.ts';
import { AT_NAMES } from '../spec/model/protocol/world.ts';
import { contract } from '../spec/designs/contract.ts';
import { phraseOf } from '../spec/scenario/describe/protocol-phrases.ts';

/** One place of a vCPU thread in KVM_RUN, and what the model says of it. */
export interface RunLoopPlace {
  readonly name: string;
  readonly irqs: 'on' | 'off' | 'guest';
  readonly preemptible: boolean;
  /** The steps that KVM or the guest can take from here, in words. */
  readonly steps: readonly string[];
}

/** The run loop as the protocol model has it under the design `contract`. */
export function runLoop(): RunLoopPlace[] {
  const instance = instances.find(({ tasks }) => tasks.some((task) => task.kind === 'vcpu'));
  if (instance === undefined) throw new Error('the run loop needs an instance with a vCPU');
  const model = protocolModel(contract.protocol, instance);
  const { machine } = model;
  return AT_NAMES.map((name, at): RunLoopPlace => {
    const world = model.createDraft();
    world.cpus[0].current = machine.taskOfVcpu[0];
    world.vcpus[0].at = at;
    const steps = model.actions.filter((action) => action.at?.process === 0 && action.at.positions.includes(at));
    const labels = steps.map(
      (action) =>
        `${phraseOf(action.name).actor(action.args).split(',')[0]} ${phraseOf(action.name).label(action.args)}`,
    );
    const irqs = name === 'guest' ? 'guest' : irqsOn(machine, world, 0) ? 'on' : 'off';
    return { name, irqs, preemptible: preemptible(machine, world, 0), steps: [...new Set(labels)] };
  }).filter(({ steps }) => steps.length > 0);
}
