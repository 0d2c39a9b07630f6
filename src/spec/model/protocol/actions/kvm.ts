/** The KVM run loop, cut where something can come in between: arch/x86/kvm/x86.c and vmx/vmx.c. */
import type { Action } from '../../../kit/model.ts';
import { forgetSnapshot, restoreDebugctl, snapshotDebugctl } from '../kvm/debugctl.ts';
import { accessLbrMsr, handleExit, turnOnWithoutEvent } from '../kvm/exit.ts';
import { loadVcpu, serveRequests, toLoopStart } from '../kvm/loop.ts';
import { decidePassthrough } from '../kvm/passthrough.ts';
import { cpuOfVcpu, type Machine } from '../machine.ts';
import { loadGuestContext, putGuestContext } from '../mediated.ts';
import { requestedOf, requestIsNoticed } from '../request.ts';
import { takesGuestForOwner } from '../vlbr.ts';
import { vmEntry } from '../vmx.ts';
import { At, EventState, Trap, type World } from '../world.ts';
import { action } from './action.ts';

export function kvmActions(m: Machine, vcpu: number, name: string): Action<World>[] {
  const args = { vcpu: name };
  const running = (w: World): boolean => cpuOfVcpu(m, w, vcpu) >= 0;
  const pending = (w: World): boolean => w.vcpus[vcpu].needCleanup === 1 || requestedOf(m, w, vcpu);
  const loaded = (w: World): boolean => w.cpus[cpuOfVcpu(m, w, vcpu)].guestCtxLoaded === 1;
  const hasEvent = (w: World): boolean => w.events[m.firstVlbr + vcpu].state !== EventState.none;
  const loadsFirst = m.design.mediatedOrder === 'load-first';
  return [
    action('kvm.run', {
      args,
      at: [vcpu, At.user],
      when: running,
      needs: 'the vCPU thread must be running',
      apply(w) {
        loadVcpu(m, w, vcpu);
        toLoopStart(m, w, vcpu);
      },
    }),
    action('kvm.exit_to_vmm', {
      args,
      at: [vcpu, At.loaded],
      // A signal takes KVM out of its loop with KVM_REQ_PMU pending; the next KVM_RUN serves it.
      when: (w) => running(w) && (!requestedOf(m, w, vcpu) || m.design.takeOver === 'request-forgotten-on-leave'),
      needs: 'the vCPU thread must be running, and a request of perf for the LBRs is answered first',
      apply(w) {
        w.vcpus[vcpu].at = At.user;
        forgetSnapshot(w, vcpu);
      },
    }),
    action('kvm.serve_requests', {
      args,
      at: [vcpu, At.loaded],
      when: (w) => running(w) && pending(w),
      needs: 'no PMU request is pending',
      apply: (w) => serveRequests(m, w, vcpu),
    }),
    action('kvm.disable_irqs', {
      args,
      at: [vcpu, At.loaded],
      when: (w) => running(w) && !pending(w),
      needs: 'requests are served first',
      apply: (w) => void (w.vcpus[vcpu].at = At.irqsOff),
    }),
    action('kvm.snapshot_debugctl', {
      args,
      at: [vcpu, At.irqsOff],
      when: (w) => (!m.mediated || !loadsFirst || loaded(w)) && !requestIsNoticed(m, w, vcpu),
      needs: 'perf takes its events off first, or a request cancels this entry',
      apply(w) {
        if (m.design.debugctlSnapshot === 'irqs-off') snapshotDebugctl(m, w, vcpu);
        w.vcpus[vcpu].at = At.snapshotted;
      },
    }),
    action('kvm.decide_passthrough', {
      args,
      at: [vcpu, At.snapshotted],
      when: (w) => !m.mediated || loaded(w),
      needs: 'perf takes its events off first',
      apply: (w) => decidePassthrough(m, w, vcpu),
    }),
    action('kvm.enter_guest', {
      args,
      at: [vcpu, At.checked],
      apply(w) {
        vmEntry(m, w, cpuOfVcpu(m, w, vcpu), vcpu);
        w.vcpus[vcpu].at = At.guest;
      },
    }),
    action('kvm.restore_debugctl', {
      args,
      at: [vcpu, At.exited],
      when: (w) => w.vcpus[vcpu].exitNmi === 0 || m.design.exitNmi === 'after-restore',
      needs: 'the NMI that ended the guest is handled first',
      apply: (w) => restoreDebugctl(m, w, vcpu),
    }),
    action('kvm.enable_irqs', {
      args,
      at: [vcpu, At.restored],
      when: (w) => !loaded(w) && w.vcpus[vcpu].exitNmi === 0,
      needs: 'perf puts its events back first, and the NMI that ended the guest is handled',
      apply(w) {
        if (m.design.debugctlSnapshot === 'irqs-off') forgetSnapshot(w, vcpu);
        // An exit that has nothing to do with LBRs is handled on the way to the next turn of the loop.
        if (w.vcpus[vcpu].trap === Trap.none) toLoopStart(m, w, vcpu);
        else w.vcpus[vcpu].at = At.exitHandling;
      },
    }),
    action('kvm.handle_exit', {
      args,
      at: [vcpu, At.exitHandling],
      when: running,
      needs: 'the vCPU thread must be running',
      apply: (w) => handleExit(m, w, vcpu),
    }),
    ...(m.instance.with.includes('recording-without-event') && m.guestHasLbr && !m.mediated
      ? [
          action('kvm.handle_exit_without_event', {
            args,
            at: [vcpu, At.exitHandling],
            when: (w) => running(w) && w.vcpus[vcpu].trap === Trap.enable && !hasEvent(w),
            needs: 'the guest turns recording on, and has no guest LBR event yet',
            apply: (w) => turnOnWithoutEvent(m, w, vcpu),
          }),
        ]
      : []),
    action('kvm.access_lbr_msr', {
      args,
      at: [vcpu, At.msrAccess],
      when: running,
      needs: 'the vCPU thread must be running',
      apply(w) {
        const v = w.vcpus[vcpu];
        if (m.design.msrAccess === 'irqs-off') {
          accessLbrMsr(m, w, vcpu, takesGuestForOwner(m, w, vcpu));
        } else {
          v.accessActive = takesGuestForOwner(m, w, vcpu) ? 1 : 0;
          v.at = At.msrAccessChecked;
        }
      },
    }),
    action('kvm.finish_lbr_msr', {
      args,
      at: [vcpu, At.msrAccessChecked],
      when: running,
      needs: 'the vCPU thread must be running',
      apply: (w) => accessLbrMsr(m, w, vcpu, w.vcpus[vcpu].accessActive === 1),
    }),
    ...(m.mediated ? mediatedActions(m, vcpu, name) : []),
    ...(m.design.takeOver === 'at-once'
      ? []
      : [
          action('kvm.cancel_entry', {
            args,
            at: [vcpu, At.irqsOff],
            when: (w) => requestIsNoticed(m, w, vcpu),
            needs: 'no request is pending',
            apply: (w) => void (w.vcpus[vcpu].at = At.loaded),
          }),
        ]),
    ...(m.instance.with.includes('fastpath')
      ? [
          action('kvm.reenter_guest', {
            args,
            at: [vcpu, At.restored],
            when: (w) =>
              w.vcpus[vcpu].trap === Trap.none &&
              w.vcpus[vcpu].exitNmi === 0 &&
              loaded(w) === m.mediated &&
              !requestIsNoticed(m, w, vcpu),
            needs: 'the exit needs more than the fast path, or a request is pending',
            apply: (w) => void (w.vcpus[vcpu].at = At.snapshotted),
          }),
        ]
      : []),
  ];
}

/** kvm_mediated_pmu_load() and kvm_mediated_pmu_put(), once around the inner loop. */
function mediatedActions(m: Machine, vcpu: number, name: string): Action<World>[] {
  const args = { vcpu: name };
  const loadedOn = (w: World): number => w.cpus[cpuOfVcpu(m, w, vcpu)].guestCtxLoaded;
  const before = m.design.mediatedOrder === 'load-first' ? At.irqsOff : At.snapshotted;
  return [
    action('kvm.load_mediated', {
      args,
      at: [vcpu, before],
      when: (w) => loadedOn(w) === 0,
      needs: 'the events of the host are off already',
      apply: (w) => loadGuestContext(m, w, cpuOfVcpu(m, w, vcpu)),
    }),
    action('kvm.put_mediated', {
      args,
      at: [vcpu, At.restored],
      when: (w) => loadedOn(w) === 1 && w.vcpus[vcpu].exitNmi === 0,
      needs: 'the events of the host are back already',
      apply: (w) => putGuestContext(m, w, cpuOfVcpu(m, w, vcpu)),
    }),
  ];
}
