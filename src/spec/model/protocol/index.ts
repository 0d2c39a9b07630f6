/** The protocol world: who holds the LBRs of a pCPU, step by step, in one instance of one design. */
import type { ProtocolSettings } from '../../switches/protocol.ts';
import { createDraft } from '../../kit/layout.ts';
import type { Action, Model } from '../../kit/model.ts';
import { eventActions } from './actions/event.ts';
import { guestActions } from './actions/guest.ts';
import { cpuActions, switchActions } from './actions/host.ts';
import { kvmActions } from './actions/kvm.ts';
import { exitNmiActions, pmiActions } from './actions/pmi.ts';
import { destroyActions, otherThreadActions, restoreDebugctlActions } from './actions/vmm.ts';
import type { Instance } from './instance.ts';
import { createMachine, type Machine } from './machine.ts';
import { clearSeen, nothingSeen } from './seen.ts';
import { asymmetry, canonicalize } from './symmetry.ts';
import { AT_NAMES, worldLayout, type World } from './world.ts';

export interface ProtocolModel extends Model<World> {
  readonly machine: Machine;
}

/**
 * The transition system of an instance under a design. Initially every pCPU idles, no event is open, every vCPU is out
 * of KVM_RUN and every register is 0, apart from what firmware leaves on under such a design. Throws a RangeError for
 * an instance that contradicts itself.
 */
export function protocolModel(design: ProtocolSettings, instance: Instance): ProtocolModel {
  const machine = createMachine(design, instance);
  const layout = worldLayout(instance);
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const vcpuNames = instance.tasks.flatMap((task) => (task.kind === 'vcpu' ? [task.name] : []));
  const plainTasks = range(instance.tasks.length + 1).filter((task) => task > 0 && machine.vcpuOfTask[task] < 0);
  const hostEvents = machine.events.slice(0, machine.firstVlbr);
  const obstacle = instance.symmetric === true ? asymmetry(machine) : undefined;
  if (obstacle !== undefined) throw new RangeError(`instance ${instance.name}: no symmetry, because ${obstacle}`);
  return {
    name: instance.name,
    machine,
    layout,
    createDraft: () => Object.assign(createDraft(layout), { seen: nothingSeen() }),
    initialStates: 1,
    initialize(w) {
      if (design.cpuStart === 'clears-lbr' || instance.firmware === undefined) return;
      for (const hw of w.cpus) hw.recording = 1;
    },
    beginStep: (w) => clearSeen(w.seen),
    ...(instance.symmetric === true && { canonicalize: (w: World) => canonicalize(machine, w) }),
    processes: vcpuNames.map((name, vcpu) => ({
      name,
      positions: AT_NAMES.length,
      position: (w: World) => w.vcpus[vcpu].at,
    })),
    actions: (
      [
        ...vcpuNames.flatMap((name, vcpu) => [
          ...guestActions(machine, vcpu, name),
          ...kvmActions(machine, vcpu, name),
        ]),
        ...hostEvents.flatMap((event) => eventActions(machine, event)),
        ...range(instance.cpus).flatMap((cpu) => [
          ...cpuActions(machine, cpu),
          ...range(instance.tasks.length + 1).flatMap((task) => switchActions(machine, cpu, task)),
        ]),
        ...(instance.with.includes('pmi') ? hostEvents.flatMap((event) => pmiActions(machine, event)) : []),
        ...(instance.with.includes('pmi')
          ? hostEvents
              .filter(({ pebs }) => !pebs)
              .flatMap((event) => vcpuNames.flatMap((name, v) => exitNmiActions(machine, event, v, name)))
          : []),
        ...(instance.with.includes('recording-without-event') && machine.guestHasLbr
          ? vcpuNames.flatMap((name, v) => restoreDebugctlActions(v, name))
          : []),
        ...(instance.with.includes('destroy') ? vcpuNames.flatMap((name, v) => destroyActions(machine, v, name)) : []),
        ...(instance.with.includes('other-thread') && machine.guestHasLbr
          ? plainTasks.flatMap((task) => vcpuNames.flatMap((name, v) => otherThreadActions(machine, task, v, name)))
          : []),
      ] as readonly Action<World>[]
    ).filter(({ name }) => instance.branches !== false || !name.endsWith('.branch')),
  };
}

export type { Instance } from './instance.ts';
export type { Machine } from './machine.ts';
export type { World } from './world.ts';
