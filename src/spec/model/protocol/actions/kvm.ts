/** The KVM run loop, cut where something can come in between: arch/x86/kvm/x86.c and vmx/vmx.c. */
import type { Action } from '../../../kit/model.ts';
import { readLbrMsrs, writeDepth, writeSelect } from '../hardware.ts';
import { cpuOfVcpu, hostAsksForGuest, type Machine } from '../machine.ts';
import { loadGuestContext, putGuestContext } from '../mediated.ts';
import { handOver, requestedOf, requestIsNoticed } from '../request.ts';
import { createVlbr, reclaimVlbr, releaseVlbr, takesGuestForOwner } from '../vlbr.ts';
import { restoreHostLbrCtl, vmEntry, writeGuestLbrCtl } from '../vmx.ts';
import { At, EventState, Trap, type World } from '../world.ts';
import { action } from './action.ts';

export function kvmActions(m: Machine, vcpu: number, name: string): Action<World>[] {
  const args = { vcpu: name };
  const running = (w: World): boolean => cpuOfVcpu(m, w, vcpu) >= 0;
  const pending = (w: World): boolean => w.vcpus[vcpu].needCleanup === 1 || requestedOf(m, w, vcpu);
  const loaded = (w: World): boolean => w.cpus[cpuOfVcpu(m, w, vcpu)].guestCtxLoaded === 1;
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
      apply: (w) => restoreDebugctl(m, w, vcpu),
    }),
    action('kvm.enable_irqs', {
      args,
      at: [vcpu, At.restored],
      when: (w) => !loaded(w),
      needs: 'perf puts its events back first',
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
            when: (w) => w.vcpus[vcpu].trap === Trap.none && loaded(w) === m.mediated && !requestIsNoticed(m, w, vcpu),
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
      when: (w) => loadedOn(w) === 1,
      needs: 'the events of the host are back already',
      apply: (w) => putGuestContext(m, w, cpuOfVcpu(m, w, vcpu)),
    }),
  ];
}

/** vcpu_load(), from KVM_RUN and from the preempt notifier after a task switch. */
export function loadVcpu(m: Machine, w: World, vcpu: number): void {
  if (m.design.debugctlSnapshot === 'vcpu-load') snapshotDebugctl(m, w, vcpu);
  if (m.design.passthroughDecision === 'vcpu-load') decideOnPassthrough(m, w, vcpu);
}

/** The preempt notifier's kvm_sched_in(): also asks for a look at what the vPMU no longer needs. */
export function scheduleInVcpu(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  if (v.at === At.user) return;
  loadVcpu(m, w, vcpu);
  if (w.events[m.firstVlbr + vcpu].state !== EventState.none) v.needCleanup = 1;
}

/** The loop starts over; a guest LBR event that perf threw out asks for service where KVM looks after that. */
function toLoopStart(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  v.at = At.loaded;
  v.trap = Trap.none;
  if (m.design.vlbrRecovery === 'before-entry' && w.events[m.firstVlbr + vcpu].state === EventState.error)
    v.needCleanup = 1;
}

/** kvm_pmu_handle_event() and intel_pmu_cleanup(): lazy release, decided by DEBUGCTL.LBR alone. */
function serveRequests(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  v.needCleanup = 0;
  if (requestedOf(m, w, vcpu)) handOver(m, w, vcpu);
  else if (v.guestLbr === 0 && m.design.lazyRelease !== 'never') releaseVlbr(m, w, vcpu);
  else if (m.design.vlbrRecovery === 'before-entry') reclaimVlbr(m, w, vcpu);
}

/** get_debugctlmsr() into the snapshot. */
function snapshotDebugctl(m: Machine, w: World, vcpu: number): void {
  const hw = w.cpus[cpuOfVcpu(m, w, vcpu)];
  const v = w.vcpus[vcpu];
  v.hostRecording = m.instance.flavour === 'legacy' ? hw.recording : 0;
  if (m.instance.flavour === 'arch' && m.design.hostLbrCtl === 'restored') w.seen.lbrCtlAccesses += 1;
  v.hostFreezeLbrsOnPmi = hw.freezeLbrsOnPmi;
  v.hostFreezeInSmm = hw.freezeInSmm;
  w.seen.debugctlReads += 1;
}

function forgetSnapshot(w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  v.hostRecording = v.hostFreezeLbrsOnPmi = v.hostFreezeInSmm = 0;
}

/** vmx_passthrough_lbr_msrs(): the last look before VM-entry. */
function decidePassthrough(m: Machine, w: World, vcpu: number): void {
  if (m.design.passthroughDecision === 'irqs-off') decideOnPassthrough(m, w, vcpu);
  const v = w.vcpus[vcpu];
  v.entryRecording = recordsInGuest(m, w, vcpu) ? 1 : 0;
  v.lossShown = m.design.lossNotice === 'shown' && v.guestLbr === 1 && v.passthrough === 0 ? 1 : 0;
  writeGuestLbrCtl(m, w, cpuOfVcpu(m, w, vcpu), vcpu);
  v.at = At.checked;
}

function decideOnPassthrough(m: Machine, w: World, vcpu: number): void {
  w.vcpus[vcpu].passthrough = takesGuestForOwner(m, w, vcpu) ? 1 : 0;
}

/** Whether the processor records branches after this VM-entry. */
function recordsInGuest(m: Machine, w: World, vcpu: number): boolean {
  const v = w.vcpus[vcpu];
  const guestWantsIt = v.guestLbr === 1;
  switch (m.design.guestRecording) {
    case 'as-written':
      return guestWantsIt;
    case 'owner-only':
      return guestWantsIt && v.passthrough === 1;
    case 'owner-or-host-request':
      return v.passthrough === 1 ? guestWantsIt : hostAsksForGuest(m, w, cpuOfVcpu(m, w, vcpu));
  }
}

/** vmx_vcpu_run(), after VM-exit: a snapshot of 0 is not written, because hardware has zeroed the register. */
function restoreDebugctl(m: Machine, w: World, vcpu: number): void {
  const hw = w.cpus[cpuOfVcpu(m, w, vcpu)];
  const v = w.vcpus[vcpu];
  if (v.hostRecording + v.hostFreezeLbrsOnPmi + v.hostFreezeInSmm > 0) {
    if (m.instance.flavour === 'legacy') hw.recording = v.hostRecording;
    hw.freezeLbrsOnPmi = v.hostFreezeLbrsOnPmi;
    hw.freezeInSmm = v.hostFreezeInSmm;
    w.seen.debugctlWrites += 1;
  }
  restoreHostLbrCtl(m, w, cpuOfVcpu(m, w, vcpu));
  // Nobody looks at the snapshot again, except where KVM enters once more with IRQs off.
  if (m.design.debugctlSnapshot === 'irqs-off' && !m.instance.with.includes('fastpath')) forgetSnapshot(w, vcpu);
  v.at = At.restored;
}

/** vmx_handle_exit(), as far as LBRs go. */
function handleExit(m: Machine, w: World, vcpu: number): void {
  const v = w.vcpus[vcpu];
  switch (v.trap) {
    case Trap.enable:
      v.guestLbr = 1;
      createVlbr(m, w, vcpu, m.taskOfVcpu[vcpu]);
      toLoopStart(m, w, vcpu);
      break;
    case Trap.disable:
      v.guestLbr = 0;
      toLoopStart(m, w, vcpu);
      break;
    case Trap.readLbr:
    case Trap.writeSelect:
    case Trap.writeDepth:
      if (m.design.creationCheck === 'inverted' && w.events[m.firstVlbr + vcpu].state === EventState.none)
        v.creationMisread = 1;
      // The series for Arch LBR wrote LBR_DEPTH without an event.
      if (v.trap !== Trap.writeDepth || m.design.archAccess === 'owner-only')
        createVlbr(m, w, vcpu, m.taskOfVcpu[vcpu]);
      if (m.design.vlbrRecovery !== 'never') reclaimVlbr(m, w, vcpu);
      v.at = At.msrAccess;
      break;
    default:
      toLoopStart(m, w, vcpu);
  }
}

/** intel_pmu_handle_lbr_msrs_access(): a guest that does not own the LBRs reads 0 and writes to nowhere. */
function accessLbrMsr(m: Machine, w: World, vcpu: number, active: boolean): void {
  const v = w.vcpus[vcpu];
  const cpu = cpuOfVcpu(m, w, vcpu);
  const reaches =
    (active && v.creationMisread === 0) || (m.instance.flavour === 'arch' && m.design.archAccess === 'unguarded');
  if (v.trap === Trap.readLbr) {
    if (reaches) readLbrMsrs(m, w, cpu, vcpu);
    else {
      w.seen.reader = vcpu + 1;
      w.seen.dummy = 1;
    }
  } else if (!reaches) w.seen.droppedWriter = vcpu + 1;
  else if (v.trap === Trap.writeDepth) writeDepth(m, w, cpu, vcpu);
  else writeSelect(m, w, cpu, vcpu);
  v.accessActive = v.creationMisread = 0;
  toLoopStart(m, w, vcpu);
}
