/** The protocol world: who holds the LBRs of a pCPU, step by step, in one instance of one design. */
import { createDraft } from '../../kit/layout.ts';
import { guestActions } from './actions/guest.ts';
import { cpuActions, eventActions, otherThreadActions, pmiActions, switchActions } from './actions/host.ts';
import { kvmActions } from './actions/kvm.ts';
import { createMachine } from './machine.ts';
import { clearSeen, nothingSeen } from './seen.ts';
import { AT_NAMES, worldLayout } from './world.ts';
/**
 * The transition system of an instance under a design. Initially every pCPU idles, no event is open, every vCPU is out
 * of KVM_RUN and every register is 0. Throws a RangeError for an instance that contradicts itself.
 */
export function protocolModel(design, instance) {
  const machine = createMachine(design, instance);
  const layout = worldLayout(instance);
  const range = (n) => Array.from({ length: n }, (_, i) => i);
  const vcpuNames = instance.tasks.flatMap((task) => (task.kind === 'vcpu' ? [task.name] : []));
  const plainTasks = range(instance.tasks.length + 1).filter((task) => task > 0 && machine.vcpuOfTask[task] < 0);
  const hostEvents = machine.events.slice(0, machine.firstVlbr);
  return {
    name: instance.name,
    machine,
    layout,
    createDraft: () => ({ ...createDraft(layout), seen: nothingSeen() }),
    initialStates: 1,
    initialize: () => undefined,
    beginStep: (w) => clearSeen(w.seen),
    processes: vcpuNames.map((name, vcpu) => ({
      name,
      positions: AT_NAMES.length,
      position: (w) => w.vcpus[vcpu].at,
    })),
    actions: [
      ...vcpuNames.flatMap((name, vcpu) => [...guestActions(machine, vcpu, name), ...kvmActions(machine, vcpu, name)]),
      ...hostEvents.flatMap((event) => eventActions(machine, event)),
      ...range(instance.cpus).flatMap((cpu) => [
        ...cpuActions(machine, cpu),
        ...range(instance.tasks.length + 1).flatMap((task) => switchActions(machine, cpu, task)),
      ]),
      ...(instance.with.includes('pmi') ? hostEvents.flatMap((event) => pmiActions(machine, event)) : []),
      ...(instance.with.includes('other-thread')
        ? plainTasks.flatMap((task) => vcpuNames.flatMap((name, v) => otherThreadActions(machine, task, v, name)))
        : []),
    ].filter(({ name }) => instance.branches !== false || !name.endsWith('.branch')),
  };
}
