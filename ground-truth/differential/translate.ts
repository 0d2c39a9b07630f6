/** A step of the model in steps of the harness. */
import type { Action } from '../../src/spec/kit/model.ts';
import { cpuOfTask, hostTag, type Machine } from '../../src/spec/model/protocol/machine.ts';
import { guestFilter, Tag } from '../../src/spec/model/protocol/tags.ts';
import { At, EventState, Trap, type World } from '../../src/spec/model/protocol/world.ts';
import type { HarnessStep } from '../harness-run.ts';

/** Values of LBR_SELECT that guests write, by the model's filter; no host event asks for one of these. */
export const GUEST_SELECT: Readonly<Record<number, number>> = { [guestFilter(0)]: 0x4, [guestFilter(1)]: 0x8 };

/**
 * What the harness does for an action. Called before the model applies the action, because some of it depends on where
 * the model stands. KVM's run loop is the model's; the harness gets the steps of it that touch registers or perf.
 */
export function translate(m: Machine, w: World, action: Action<World>): HarnessStep[] {
  const { args } = action;
  switch (action.name) {
    case 'perf.open':
      return [openStep(m, eventNumber(m, args.event))];
    case 'perf.close':
    case 'perf.disable':
    case 'perf.enable':
      return [{ op: action.name.slice('perf.'.length), event: eventNumber(m, args.event) }];
    case 'perf.rotate':
      return [{ op: 'rotate' }];
    case 'nmi.sample':
      return [{ op: 'pmi', event: eventNumber(m, args.event) }];
    case 'sched.switch':
      return [{ op: 'switch', task: String(args.task) }];
    case 'host.branch':
      return [{ op: 'branch', by: hostTag(m, w, 0) === Tag.host ? 'kernel' : 'task' }];
    case 'vmm.read_lbr':
      return vlbrExists(m, w, args.vcpu) ? [] : [{ op: 'vlbr.create', task: String(args.vcpu) }];
    default:
      return vcpuSteps(m, w, action);
  }
}

function vcpuSteps(m: Machine, w: World, action: Action<World>): HarnessStep[] {
  const name = String(action.args.vcpu);
  const vcpu = vcpuNumber(m, action.args.vcpu);
  const v = w.vcpus[vcpu];
  const write = { op: 'guest.select', task: name, value: GUEST_SELECT[guestFilter(m.vmOfVcpu[vcpu])] };
  const exit = [{ op: 'kvm.exit', task: name }];
  switch (action.name) {
    case 'guest.branch':
      return [{ op: 'guest.branch', task: name }];
    case 'guest.read_lbr':
      return v.passthrough === 1 ? [] : exit;
    case 'guest.write_select':
      return v.passthrough === 1 ? [write] : exit;
    case 'guest.exit':
    case 'guest.enable_lbr':
    case 'guest.disable_lbr':
      return exit;
    case 'kvm.run':
    case 'kvm.exit_to_vmm':
    case 'kvm.disable_irqs':
    case 'kvm.decide_passthrough':
    case 'kvm.enable_irqs':
      return [];
    case 'kvm.snapshot_debugctl':
      return [{ op: 'kvm.snapshot', task: name }];
    case 'kvm.enter_guest':
      return [
        { op: 'guest.debugctl', task: name, value: v.entryRecording },
        { op: 'kvm.enter', task: name },
      ];
    case 'kvm.restore_debugctl':
      return [{ op: 'kvm.restore', task: name }];
    case 'kvm.serve_requests':
      return v.guestLbr === 0 && vlbrExists(m, w, name) ? [{ op: 'vlbr.release', task: name }] : [];
    case 'kvm.handle_exit': {
      const wantsEvent = v.trap === Trap.enable || v.trap === Trap.readLbr || v.trap === Trap.writeSelect;
      return wantsEvent && !vlbrExists(m, w, name) ? [{ op: 'vlbr.create', task: name }] : [];
    }
    case 'kvm.access_lbr_msr':
      return v.at === At.msrAccess && v.trap === Trap.writeSelect && vlbrIsActive(m, w, vcpu) ? [write] : [];
    default:
      throw new Error(`no translation for ${action.name}`);
  }
}

function openStep(m: Machine, index: number): HarnessStep {
  const spec = m.instance.hostEvents[index];
  return {
    op: 'open',
    event: index,
    kind: spec.priority,
    ...(spec.task === undefined ? {} : { task: spec.task }),
    filter: spec.filter === 'any' ? 'A' : 'S',
    excludeGuest: spec.excludeGuest ? 1 : 0,
  };
}

const eventNumber = (m: Machine, name: unknown): number => m.events.findIndex((event) => event.name === name);

function vcpuNumber(m: Machine, name: unknown): number {
  return m.vcpuOfTask[m.instance.tasks.findIndex((task) => task.name === name) + 1];
}

function vlbrExists(m: Machine, w: World, name: unknown): boolean {
  return w.events[m.firstVlbr + vcpuNumber(m, name)].state !== EventState.none;
}

/** KVM looks at the state of the event, wherever its task runs. */
function vlbrIsActive(m: Machine, w: World, vcpu: number): boolean {
  const event = w.events[m.firstVlbr + vcpu];
  return event.state === EventState.active && cpuOfTask(w, event.task) >= 0;
}
