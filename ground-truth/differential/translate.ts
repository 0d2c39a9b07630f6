/** A step of the model in steps of the harness. */
import type { Action } from '../../src/spec/kit/model.ts';
import { hostTag, type Machine } from '../../src/spec/model/protocol/machine.ts';
import { guestFilter, Tag } from '../../src/spec/model/protocol/tags.ts';
import { Trap, type World } from '../../src/spec/model/protocol/world.ts';
import { MSR } from '../../src/spec/model/register/index.ts';
import type { HarnessStep } from '../harness-run.ts';

/** Values of LBR_SELECT that guests write, by the model's filter; no host event asks for one of these. */
const GUEST_SELECT: Readonly<Record<number, number>> = { [guestFilter(0)]: 0x4, [guestFilter(1)]: 0x8 };

/**
 * What the harness does for an action. Called before the model applies the action, because some of it depends on where
 * the model stands. The order of KVM's run loop is the model's; what each step of it does is KVM's own code, but for the
 * snapshot of DEBUGCTL, its restore, and the VM-entry itself.
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
    case 'nmi.sample_guest':
      return [{ op: 'pmi', event: eventNumber(m, args.event) }];
    case 'sched.switch':
      return [{ op: 'switch', task: String(args.task) }];
    case 'host.branch':
      return [{ op: 'branch', by: hostTag(m, w, 0) === Tag.host ? 'kernel' : 'task' }];
    case 'vmm.read_lbr':
      return [{ op: 'vmm.read', task: String(args.vcpu) }];
    default:
      return vcpuSteps(m, w, action);
  }
}

function vcpuSteps(m: Machine, w: World, action: Action<World>): HarnessStep[] {
  const name = String(action.args.vcpu);
  const vcpu = vcpuNumber(m, action.args.vcpu);
  const v = w.vcpus[vcpu];
  const select = { task: name, msr: MSR.LBR_SELECT, value: GUEST_SELECT[guestFilter(m.vmOfVcpu[vcpu])] };
  const debugctl = { op: 'kvm.set', task: name, msr: MSR.DEBUGCTL };
  const exit = [{ op: 'kvm.exit', task: name }];
  switch (action.name) {
    case 'guest.branch':
      return [{ op: 'guest.branch', task: name }];
    case 'guest.read_lbr':
      return v.passthrough === 1 ? [{ op: 'guest.read', task: name }] : exit;
    case 'guest.write_select':
      return v.passthrough === 1 ? [{ op: 'guest.write', ...select }] : exit;
    case 'guest.exit':
    case 'guest.exit_by_nmi':
    case 'guest.enable_lbr':
    case 'guest.disable_lbr':
      return exit;
    case 'kvm.disable_irqs':
    case 'kvm.enable_irqs':
      return [];
    case 'kvm.run':
      return [{ op: 'kvm.enter_run', task: name }];
    case 'kvm.exit_to_vmm':
      return [{ op: 'kvm.leave_run', task: name }];
    case 'kvm.decide_passthrough':
      return [{ op: 'kvm.decide', task: name }];
    case 'kvm.snapshot_debugctl':
      return [{ op: 'kvm.snapshot', task: name }];
    case 'kvm.enter_guest':
      return [{ op: 'kvm.enter', task: name }];
    case 'kvm.restore_debugctl':
      return [{ op: 'kvm.restore', task: name }];
    case 'kvm.serve_requests':
      return [{ op: 'kvm.requests', task: name }];
    case 'kvm.handle_exit':
      if (v.trap === Trap.enable || v.trap === Trap.disable)
        return [{ ...debugctl, value: v.trap === Trap.enable ? 1 : 0 }];
      // The first half of an access; KVM does both in one call, and finds the event when it comes to the second.
      return v.trap === Trap.none ? [] : [{ op: 'vlbr.create', task: name }];
    case 'kvm.access_lbr_msr':
      return [v.trap === Trap.readLbr ? { op: 'kvm.read', task: name } : { op: 'kvm.set', ...select }];
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
    ...(spec.raw1b00 === true && { raw: 0x1b00 }),
  };
}

const eventNumber = (m: Machine, name: unknown): number => m.events.findIndex((event) => event.name === name);

function vcpuNumber(m: Machine, name: unknown): number {
  return m.vcpuOfTask[m.instance.tasks.findIndex((task) => task.name === name) + 1];
}
