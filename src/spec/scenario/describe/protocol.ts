import { replay, type NamedStep } from '../../check/index.ts';
import type { ActionArgs } from '../../kit/model.ts';
import type { ProtocolSettings } from '../../switches/protocol.ts';
import { protocolModel, type Instance, type Machine, type World } from '../../model/protocol/index.ts';
import { TRAP_NAMES } from '../../model/protocol/world.ts';
import { cpuOfTask, cpuOfVcpu } from '../../model/protocol/machine.ts';
import type { RunView, StepView } from '../run-view.ts';
import type { Scenario, ScenarioStep } from '../types.ts';
import { changesBetween } from './changes.ts';
import { protocolNames } from './protocol-names.ts';
import { kernelFunctions } from './kernel-functions.ts';
import { phraseOf } from './protocol-phrases.ts';
import { eventsOf, executorsOf, snapshot, tagSetText } from './protocol-snapshot.ts';

/** Replays a scenario of the protocol world and tells what each step did. Throws what `replay` throws. */
export function describeProtocol(scenario: Scenario, settings: ProtocolSettings, instance: Instance): RunView {
  const model = protocolModel(settings, instance);
  const { machine } = model;
  const names = protocolNames(machine);
  const first = model.createDraft();
  model.initialize(first, 0);
  const steps: StepView[] = [];
  replay(model, scenario.steps.map(namedStep), {
    onStep(_index, before, { name, args }, after) {
      const { lane, actor, label } = phraseOf(name);
      const cpu = cpuOf(machine, before, args);
      const note = noteOf(machine, after);
      const changes = changesBetween(model.layout, before, after, names);
      steps.push({
        op: name,
        args,
        lane,
        actor: actor(args),
        label: label(args),
        ...(cpu < 0 ? {} : { cpu }),
        functions: kernelFunctions(name, args, { settings, changes, trap: trapOf(machine, before, args) }),
        changes,
        ...(note === '' ? {} : { note }),
        cpus: snapshot(machine, after),
        events: eventsOf(machine, after),
      });
    },
  });
  return {
    format: 'lbr-run/1',
    scenario,
    instance: instance.title,
    executors: executorsOf(machine),
    initial: snapshot(machine, first),
    initialEvents: eventsOf(machine, first),
    steps,
  };
}

/** What the vCPU of the step has trapped on. */
function trapOf(m: Machine, { vcpus }: World, { vcpu }: ActionArgs): string {
  const index = m.taskOfVcpu.findIndex((task) => m.instance.tasks[task - 1].name === vcpu);
  return TRAP_NAMES[vcpus.at(index)?.trap ?? 0];
}

function namedStep({ op, ...args }: ScenarioStep): NamedStep {
  return { op, args: args as ActionArgs };
}

function cpuOf(m: Machine, w: World, { cpu, vcpu, event }: ActionArgs): number {
  if (typeof cpu === 'number') return cpu;
  if (vcpu !== undefined)
    return cpuOfVcpu(
      m,
      w,
      m.taskOfVcpu.findIndex((task) => m.instance.tasks[task - 1].name === vcpu),
    );
  const info = m.events.find(({ name }) => name === event);
  if (info === undefined) return -1;
  return info.cpu >= 0 ? info.cpu : cpuOfTask(w, info.task);
}

/** What the step let somebody see, in words. */
function noteOf(m: Machine, { seen }: World): string {
  const notes: string[] = [];
  if (seen.reader > 0) {
    const who = `vCPU ${m.instance.tasks[m.taskOfVcpu[seen.reader - 1] - 1].name}`;
    notes.push(seen.dummy === 1 ? `${who} reads 0.` : `${who} reads records of: ${tagSetText(seen.records)}.`);
  }
  if (seen.sampled > 0) {
    notes.push(`The sample of ${m.events[seen.sampled - 1].name} has records of: ${tagSetText(seen.sampleRecords)}.`);
  }
  if (seen.droppedWriter > 0) notes.push('The write reaches no register.');
  return notes.join(' ');
}
