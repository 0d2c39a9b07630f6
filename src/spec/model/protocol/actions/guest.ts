/** What a guest does to its LBRs. */
import type { Action } from '../../../kit/model.ts';
import { guestBranch, readLbrMsrs, tagsInRing, writeDepth, writeSelect, xrstorsLbr, xsavesLbr } from '../hardware.ts';
import { cpuOfVcpu, type Machine } from '../machine.ts';
import { vmExit } from '../vmx.ts';
import { At, Trap, type World } from '../world.ts';
import { action } from './action.ts';

export function guestActions(m: Machine, vcpu: number, name: string): Action<World>[] {
  const args = { vcpu: name };
  const at = [vcpu, At.guest] as const;
  const exits = (w: World, trap: number): void => {
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
  if (m.instance.with.includes('recording-without-event')) {
    actions.push(
      action('guest.enter_l2', {
        args,
        at,
        when: (w) => w.vcpus[vcpu].guestLbr === 0,
        needs: 'the guest has recording on already',
        apply: (w) => exits(w, Trap.enterL2),
      }),
    );
  }
  if (m.instance.with.includes('guest-xsaves') && m.guestHasLbr) {
    actions.push(
      action('guest.xsaves_lbr', { args, at, apply: (w) => xsavesLbr(m, w, cpuOfVcpu(m, w, vcpu), vcpu) }),
      action('guest.xrstors_lbr', { args, at, apply: (w) => xrstorsLbr(m, w, cpuOfVcpu(m, w, vcpu), vcpu) }),
    );
  }
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
  if (m.instance.with.includes('guest-depth')) {
    // KVM always intercepts LBR_DEPTH, to see which depth the guest asks for.
    // With a mediated vPMU the registers are the guest's while it runs, LBR_DEPTH among them.
    const write = (w: World): void =>
      m.mediated ? writeDepth(m, w, cpuOfVcpu(m, w, vcpu), vcpu) : exits(w, Trap.writeDepth);
    actions.push(action('guest.write_depth', { args, at, apply: write }));
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
