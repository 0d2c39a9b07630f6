import { readLbrMsrs, vmEntry, writeSelect } from '../hardware.ts';
import { cpuOfVcpu, hostEventActiveOn } from '../machine.ts';
import { Filter } from '../tags.ts';
import { createVlbr, reclaimVlbr, releaseVlbr, takesGuestForOwner } from '../vlbr.ts';
import { At, EventState, Trap } from '../world.ts';
import { action } from './action.ts';
export function kvmActions(m, vcpu, name) {
  const args = { vcpu: name };
  const running = (w) => cpuOfVcpu(m, w, vcpu) >= 0;
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
      when: (w) => running(w) && w.vcpus[vcpu].needCleanup === 0,
      needs: 'the vCPU thread must be running and have no request pending',
      apply(w) {
        w.vcpus[vcpu].at = At.user;
        forgetSnapshot(w, vcpu);
      },
    }),
    action('kvm.serve_requests', {
      args,
      at: [vcpu, At.loaded],
      when: (w) => running(w) && w.vcpus[vcpu].needCleanup === 1,
      needs: 'no PMU request is pending',
      apply: (w) => serveRequests(m, w, vcpu),
    }),
    action('kvm.disable_irqs', {
      args,
      at: [vcpu, At.loaded],
      when: (w) => running(w) && w.vcpus[vcpu].needCleanup === 0,
      needs: 'requests are served first',
      apply: (w) => void (w.vcpus[vcpu].at = At.irqsOff),
    }),
    action('kvm.snapshot_debugctl', {
      args,
      at: [vcpu, At.irqsOff],
      apply(w) {
        if (m.design.debugctlSnapshot === 'irqs-off') snapshotDebugctl(m, w, vcpu);
        w.vcpus[vcpu].at = At.snapshotted;
      },
    }),
    action('kvm.decide_passthrough', {
      args,
      at: [vcpu, At.snapshotted],
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
      apply(w) {
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
  ];
}
/** vcpu_load(), from KVM_RUN and from the preempt notifier after a task switch. */
export function loadVcpu(m, w, vcpu) {
  if (m.design.debugctlSnapshot === 'vcpu-load') snapshotDebugctl(m, w, vcpu);
  if (m.design.passthroughDecision === 'vcpu-load') decideOnPassthrough(m, w, vcpu);
}
/** The preempt notifier's kvm_sched_in(): also asks for a look at what the vPMU no longer needs. */
export function scheduleInVcpu(m, w, vcpu) {
  const v = w.vcpus[vcpu];
  if (v.at === At.user) return;
  loadVcpu(m, w, vcpu);
  if (w.events[m.firstVlbr + vcpu].state !== EventState.none) v.needCleanup = 1;
}
/** The loop starts over; a guest LBR event that perf threw out asks for service where KVM looks after that. */
function toLoopStart(m, w, vcpu) {
  const v = w.vcpus[vcpu];
  v.at = At.loaded;
  v.trap = Trap.none;
  if (m.design.vlbrRecovery === 'before-entry' && w.events[m.firstVlbr + vcpu].state === EventState.error)
    v.needCleanup = 1;
}
/** kvm_pmu_handle_event() and intel_pmu_cleanup(): lazy release, decided by DEBUGCTL.LBR alone. */
function serveRequests(m, w, vcpu) {
  const v = w.vcpus[vcpu];
  v.needCleanup = 0;
  if (v.guestLbr === 0 && m.design.lazyRelease !== 'never') releaseVlbr(m, w, vcpu);
  else if (m.design.vlbrRecovery === 'before-entry') reclaimVlbr(m, w, vcpu);
}
/** get_debugctlmsr() into the snapshot. */
function snapshotDebugctl(m, w, vcpu) {
  const hw = w.cpus[cpuOfVcpu(m, w, vcpu)];
  const v = w.vcpus[vcpu];
  v.hostRecording = m.instance.flavour === 'legacy' ? hw.recording : 0;
  v.hostFreezeLbrsOnPmi = hw.freezeLbrsOnPmi;
  v.hostFreezeInSmm = hw.freezeInSmm;
  w.seen.debugctlReads += 1;
}
function forgetSnapshot(w, vcpu) {
  const v = w.vcpus[vcpu];
  v.hostRecording = v.hostFreezeLbrsOnPmi = v.hostFreezeInSmm = 0;
}
/** vmx_passthrough_lbr_msrs(): the last look before VM-entry. */
function decidePassthrough(m, w, vcpu) {
  if (m.design.passthroughDecision === 'irqs-off') decideOnPassthrough(m, w, vcpu);
  const v = w.vcpus[vcpu];
  v.entryRecording = recordsInGuest(m, w, vcpu) ? 1 : 0;
  v.lossShown = m.design.lossNotice === 'shown' && v.guestLbr === 1 && v.passthrough === 0 ? 1 : 0;
  v.at = At.checked;
}
function decideOnPassthrough(m, w, vcpu) {
  w.vcpus[vcpu].passthrough = takesGuestForOwner(m, w, vcpu) ? 1 : 0;
}
/** Whether the processor records branches after this VM-entry. */
function recordsInGuest(m, w, vcpu) {
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
/** Whether a host LBR event that is on here asked to see the guest, and none asked not to. */
function hostAsksForGuest(m, w, cpu) {
  if (!hostEventActiveOn(m, w, cpu)) return false;
  return m.events.every(
    (event) =>
      event.vcpu >= 0 || w.events[event.index].state !== EventState.active || event.cpu !== cpu || !event.excludeGuest,
  );
}
/** vmx_vcpu_run(), after VM-exit: a snapshot of 0 is not written, because hardware has zeroed the register. */
function restoreDebugctl(m, w, vcpu) {
  const hw = w.cpus[cpuOfVcpu(m, w, vcpu)];
  const v = w.vcpus[vcpu];
  if (v.hostRecording + v.hostFreezeLbrsOnPmi + v.hostFreezeInSmm > 0) {
    if (m.instance.flavour === 'legacy') hw.recording = v.hostRecording;
    hw.freezeLbrsOnPmi = v.hostFreezeLbrsOnPmi;
    hw.freezeInSmm = v.hostFreezeInSmm;
    w.seen.debugctlWrites += 1;
  }
  if (m.instance.flavour === 'arch' && m.design.hostLbrCtl === 'restored') {
    hw.recording = hw.lbrUsers > 0 && hw.guestMask === 0 ? 1 : 0;
    hw.select = hw.recording === 1 ? hw.erConfig : Filter.zero;
    w.seen.lbrWrites += 1;
  }
  if (m.design.debugctlSnapshot === 'irqs-off') forgetSnapshot(w, vcpu);
  v.at = At.restored;
}
/** vmx_handle_exit(), as far as LBRs go. */
function handleExit(m, w, vcpu) {
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
      createVlbr(m, w, vcpu, m.taskOfVcpu[vcpu]);
      if (m.design.vlbrRecovery !== 'never') reclaimVlbr(m, w, vcpu);
      v.at = At.msrAccess;
      break;
    default:
      toLoopStart(m, w, vcpu);
  }
}
/** intel_pmu_handle_lbr_msrs_access(): a guest that does not own the LBRs reads 0 and writes to nowhere. */
function accessLbrMsr(m, w, vcpu, active) {
  const v = w.vcpus[vcpu];
  const cpu = cpuOfVcpu(m, w, vcpu);
  if (v.trap === Trap.readLbr) {
    if (active) readLbrMsrs(m, w, cpu, vcpu);
    else {
      w.seen.reader = vcpu + 1;
      w.seen.dummy = 1;
    }
  } else if (active) writeSelect(m, w, cpu, vcpu);
  else w.seen.droppedWriter = vcpu + 1;
  v.accessActive = 0;
  toLoopStart(m, w, vcpu);
}
