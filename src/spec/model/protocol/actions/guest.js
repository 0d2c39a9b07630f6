import { guestBranch, readLbrMsrs, tagsInRing, vmExit, writeSelect } from '../hardware.ts';
import { cpuOfVcpu } from '../machine.ts';
import { At, Trap } from '../world.ts';
import { action } from './action.ts';
export function guestActions(m, vcpu, name) {
  const args = { vcpu: name };
  const at = [vcpu, At.guest];
  const exits = (w, trap) => {
    vmExit(m, w, cpuOfVcpu(m, w, vcpu), vcpu);
    w.vcpus[vcpu].trap = trap;
    w.vcpus[vcpu].at = At.exited;
  };
  const actions = [
    action('guest.branch', {
      args,
      at,
      when: (w) => w.cpus[cpuOfVcpu(m, w, vcpu)].recording === 1,
      needs: 'recording is off, so a branch leaves no record',
      apply: (w) => guestBranch(m, w, vcpu),
    }),
    action('guest.exit', { args, at, apply: (w) => exits(w, Trap.none) }),
  ];
  if (!m.guestHasLbr) return actions;
  actions.push(
    action('guest.enable_lbr', {
      args,
      at,
      when: (w) => w.vcpus[vcpu].guestLbr === 0,
      needs: 'the guest has recording on already',
      apply: (w) => exits(w, Trap.enable),
    }),
    action('guest.disable_lbr', {
      args,
      at,
      when: (w) => w.vcpus[vcpu].guestLbr === 1,
      needs: 'the guest has recording off already',
      apply: (w) => exits(w, Trap.disable),
    }),
    action('guest.read_lbr', {
      args,
      at,
      apply(w) {
        if (w.vcpus[vcpu].passthrough === 1) readLbrMsrs(m, w, cpuOfVcpu(m, w, vcpu), vcpu);
        else exits(w, Trap.readLbr);
      },
    }),
  );
  if (m.instance.with.includes('guest-writes')) {
    actions.push(
      action('guest.write_select', {
        args,
        at,
        apply(w) {
          if (w.vcpus[vcpu].passthrough === 1) writeSelect(m, w, cpuOfVcpu(m, w, vcpu), vcpu);
          else exits(w, Trap.writeSelect);
        },
      }),
    );
  }
  if (m.instance.with.includes('guest-pebs') && m.design.guestPebs === 'adaptive') {
    actions.push(
      action('guest.pebs_record', {
        args,
        at,
        apply(w) {
          // The PEBS hardware stores the registers as they are; the MSR bitmap does not apply to it.
          w.seen.reader = vcpu + 1;
          w.seen.records = tagsInRing(w, cpuOfVcpu(m, w, vcpu));
        },
      }),
    );
  }
  return actions;
}
