/** What the VMM does from outside of KVM_RUN. */
import type { Action } from '../../../kit/model.ts';
import { readLbrMsrs } from '../hardware.ts';
import { cpuOfTask, type Machine } from '../machine.ts';
import { setOf } from '../tags.ts';
import { createVlbr, destroyVm } from '../vlbr.ts';
import { At, EventState, type World } from '../world.ts';
import { action } from './action.ts';

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

/**
 * KVM_SET_MSRS of a DEBUGCTL with the LBR bit: before the VMM sets the guest's CPUID, or for a guest without LBRs. KVM
 * accepts it from a VMM (vmx_get_supported_debugctl(), host_initiated) and creates no event.
 */
export function restoreDebugctlActions(vcpu: number, name: string): Action<World>[] {
  return [
    action('vmm.set_debugctl', {
      args: { vcpu: name },
      at: [vcpu, At.user],
      when: (w) => w.vcpus[vcpu].guestLbr === 0,
      needs: 'the bit is set already',
      apply: (w) => void (w.vcpus[vcpu].guestLbr = 1),
    }),
  ];
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
