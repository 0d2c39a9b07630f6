/** The rest of the host: host LBR events, task switches, PMIs, the administrator, other threads of the VMM. */
import type { Action } from '../../../kit/model.ts';
import { executeBranch, readLbrMsrs, tagsInRing } from '../hardware.ts';
import { eventCanChange, inGuest, irqsOn, preemptible } from '../irq.ts';
import { cpuOfEvent, cpuOfTask, hostTag, type EventInfo, type Machine } from '../machine.ts';
import { enableAll, readForSamples } from '../perf-lbr.ts';
import { closeEvent, disableEvent, enableEvent, openEvent, rotate, rotationIsDue, switchTask } from '../perf-sched.ts';
import { heldByRunningVcpu } from '../request.ts';
import { setOf } from '../tags.ts';
import { createVlbr, destroyVm } from '../vlbr.ts';
import { At, EventState, type World } from '../world.ts';
import { action } from './action.ts';
import { scheduleInVcpu } from './kvm.ts';

/** A host LBR event as its user sees it: opened, closed, disabled and enabled, from here or by IPI. */
export function eventActions(m: Machine, event: EventInfo): Action<World>[] {
  const args = { event: event.name };
  const state = (w: World): number => w.events[event.index].state;
  const needs = 'the pCPU of the event has IRQs off or is in guest mode, or the event is in another state';
  const actions = [
    action('perf.open', {
      args,
      needs,
      when: (w) => state(w) === EventState.none && canOpen(m, w, event),
      apply: (w) => openEvent(m, w, event, event.task),
    }),
    action('perf.close', {
      args,
      needs,
      when: (w) => state(w) !== EventState.none && eventCanChange(m, w, event),
      apply: (w) => closeEvent(m, w, event),
    }),
  ];
  if (!event.toggled) return actions;
  actions.push(
    action('perf.disable', {
      args,
      needs,
      when: (w) => state(w) >= EventState.inactive && eventCanChange(m, w, event),
      apply: (w) => disableEvent(m, w, event),
    }),
    action('perf.enable', {
      args,
      needs,
      when: (w) => (state(w) === EventState.off || state(w) === EventState.error) && eventCanChange(m, w, event),
      apply: (w) => enableEvent(m, w, event),
    }),
  );
  return actions;
}

/** With hand-over on request, perf may ask for a CPU-pinned event from another pCPU at any time. */
function canOpen(m: Machine, w: World, event: EventInfo): boolean {
  if (m.mediated && m.design.mediatedEvents === 'refuses-include-guest' && !event.excludeGuest) return false;
  if (event.priority === 'cpu-pinned' && heldByRunningVcpu(m, w, event.cpu)) return true;
  const cpu = event.cpu >= 0 ? event.cpu : cpuOfTask(w, event.task);
  return cpu < 0 || irqsOn(m, w, cpu);
}

/** A PMI of the event: an NMI, so it arrives whether IRQs are on or off; in guest mode it causes a VM-exit first. */
export function pmiActions(m: Machine, event: EventInfo): Action<World>[] {
  const isOn = (w: World): boolean => {
    if (w.events[event.index].state !== EventState.active) return false;
    const cpu = cpuOfEvent(m, w, event);
    return cpu >= 0 && !inGuest(m, w, cpu);
  };
  const needs = 'the event is not active, or its pCPU is in guest mode, where an NMI causes a VM-exit first';
  const args = { event: event.name };
  if (event.pebs) {
    return [action('nmi.pebs_record', { args, needs, when: isOn, apply: (w) => pebsRecord(m, w, event) })];
  }
  return [action('nmi.sample', { args, needs, when: isOn, apply: (w) => takeSample(m, w, event) })];
}

/** intel_pmu_handle_irq(): reads the records; up to perfmon version 3 it turns recording on again at its end. */
function takeSample(m: Machine, w: World, event: EventInfo): void {
  const cpu = cpuOfEvent(m, w, event);
  const hw = w.cpus[cpu];
  // Up to perfmon version 3 hardware freezes by clearing the enable bit; from 4 on GLOBAL_STATUS does it, until the ack.
  if (m.instance.perfmon < 4 && m.instance.flavour === 'legacy' && hw.freezeLbrsOnPmi === 1) hw.recording = 0;
  const fresh = readForSamples(m, w, cpu);
  w.seen.sampled = event.index + 1;
  w.seen.sampleFresh = fresh ? 1 : 0;
  w.seen.sampleRecords = fresh || m.design.mutedSample === 'previous-records' ? hw.sampleStack : 0;
  w.seen.sampleFiltered = m.design.sampleFilter === 'own' || hw.brSel === event.filter ? 1 : 0;
  if (m.design.nmiThrottle === 'removes-event') disableEvent(m, w, event);
  if (m.instance.perfmon < 4) enableAll(m, w, cpu, true);
}

/** The PEBS hardware stores the registers at the event, whoever owns them. */
function pebsRecord(m: Machine, w: World, event: EventInfo): void {
  const cpu = cpuOfEvent(m, w, event);
  const mine = m.design.hostPebs === 'registers-as-they-are' || w.cpus[cpu].guestMask === 0;
  w.seen.sampled = event.index + 1;
  w.seen.sampleFresh = mine ? 1 : 0;
  w.seen.sampleRecords = mine ? tagsInRing(w, cpu) : 0;
  w.seen.sampleFiltered = 1;
}

export function cpuActions(m: Machine, cpu: number): Action<World>[] {
  const args = { cpu };
  const actions = [
    action('host.branch', {
      args,
      when: (w) => w.cpus[cpu].recording === 1 && !inGuest(m, w, cpu),
      needs: 'recording is off, so a branch leaves no record, or the pCPU is in guest mode',
      apply: (w) => executeBranch(m, w, cpu, hostTag(m, w, cpu)),
    }),
    action('perf.rotate', {
      args,
      when: (w) => irqsOn(m, w, cpu) && rotationIsDue(m, w, cpu),
      needs: 'no flexible event waits on this pCPU, or IRQs are off',
      apply: (w) => rotate(m, w, cpu),
    }),
  ];
  if (m.instance.with.includes('freeze-on-smi')) {
    actions.push(
      action('admin.toggle_freeze_on_smi', {
        args,
        when: (w) => irqsOn(m, w, cpu),
        needs: 'IRQs are off, and the toggle arrives by IPI',
        apply(w) {
          const hw = w.cpus[cpu];
          hw.freezeInSmmWanted = 1 - hw.freezeInSmmWanted;
          hw.freezeInSmm = hw.freezeInSmmWanted;
          w.seen.debugctlWrites += 1;
        },
      }),
    );
  }
  return actions;
}

/** The scheduler puts another task on the pCPU; `task` 0 is the idle task. */
export function switchActions(m: Machine, cpu: number, task: number): Action<World>[] {
  const name = task === 0 ? 'idle' : m.instance.tasks[task - 1].name;
  const vcpu = m.vcpuOfTask[task];
  return [
    action('sched.switch', {
      args: { cpu, task: name },
      when: (w) => w.cpus[cpu].current !== task && preemptible(m, w, cpu) && (task === 0 || cpuOfTask(w, task) < 0),
      needs: 'the task runs elsewhere, or what runs here cannot be preempted now',
      apply(w) {
        switchTask(m, w, cpu, task);
        if (vcpu >= 0) scheduleInVcpu(m, w, vcpu);
      },
    }),
  ];
}

/** A plain task is another thread of the VMM and asks for the vCPU's LBR MSRs by ioctl, with the vCPU out of KVM_RUN. */
export function otherThreadActions(m: Machine, task: number, vcpu: number, vcpuName: string): Action<World>[] {
  return [
    action('vmm.read_lbr', {
      args: { task: m.instance.tasks[task - 1].name, vcpu: vcpuName },
      when: (w) => cpuOfTask(w, task) >= 0 && w.vcpus[vcpu].at === At.user,
      needs: 'the thread must be running and the vCPU out of KVM_RUN',
      apply: (w) => (m.design.vmmAccess === 'as-guest' ? ioctlAsGuest : ioctlFromImage)(m, w, task, vcpu),
    }),
  ];
}

/** KVM_GET_MSRS as in the kernel: the access of a guest, on behalf of the calling thread. */
function ioctlAsGuest(m: Machine, w: World, task: number, vcpu: number): void {
  createVlbr(m, w, vcpu, task);
  // With the vCPU thread's own event asked for, the registers of this thread's pCPU are not the guest's.
  const event = w.events[m.firstVlbr + vcpu];
  if (m.design.ownershipTest === 'event-active' && event.state === EventState.active) {
    readLbrMsrs(m, w, cpuOfTask(w, task), vcpu);
  } else {
    w.seen.reader = vcpu + 1;
    w.seen.dummy = 1;
  }
}

/** KVM_GET_MSRS from what is saved for the vCPU; while its records are in registers, the VMM is told so. */
function ioctlFromImage(m: Machine, w: World, _task: number, vcpu: number): void {
  const image = w.images[m.taskOfVcpu[vcpu]];
  w.seen.reader = vcpu + 1;
  if (image.valid === 0) {
    w.seen.dummy = 1;
    return;
  }
  for (const tag of image.ring) w.seen.records |= setOf(tag);
  w.seen.select = image.select;
  w.seen.tos = image.tos;
}

/** The VMM destroys the VM; another one starts on the same thread later. */
export function destroyActions(m: Machine, vcpu: number, name: string): Action<World>[] {
  return [
    action('vmm.destroy_vm', {
      args: { vcpu: name },
      at: [vcpu, At.user],
      when: (w) => cpuOfTask(w, m.taskOfVcpu[vcpu]) >= 0,
      needs: 'the thread must be running',
      apply: (w) => destroyVm(m, w, vcpu),
    }),
  ];
}
