/** What VM-entry is allowed to load. */
import { kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  everyVcpu,
  guestOwner,
  hostAlone,
  hostStateIsBack,
  ownsHere,
  someCpu,
  someHostEvent,
  someVcpu,
  vcpuOn,
} from '../../model/protocol/observe.ts';
import { HOST_TAGS, setOf } from '../../model/protocol/tags.ts';
import { At, EventState, type World } from '../../model/protocol/world.ts';
import { named, recordFields } from '../kit/protocol/about.ts';
import { NO_MEDIATED_LBR } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

export const entryExitEntry = [
  protocolRule({
    id: 'LBR-ENT-1',
    revision: 2,
    level: 'must',
    title: 'Only an owner gets LBR MSRs passed through',
    statement:
      "KVM must pass a guest's LBR MSR accesses through to hardware only for a VM-entry before which it found the guest LBR event ACTIVE, with IRQs disabled from that check to the entry.",
    rationale:
      'Otherwise the registers belong to somebody else, or an IRQ between the check and VM-entry could give them to somebody else.',
    doesNotSay: 'It does not say which thread’s event must be ACTIVE, and on which pCPU; [LBR-OWN-6] does.',
    killedBy: ['passthroughDecision=vcpu-load'],
    inTrace: { unseen: 'the MSR bitmap, and the accesses that it lets through, leave no mark' },
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'KVM must let LBR MSR accesses of a guest go to hardware only for a VM-entry before which it saw, with IRQs off ever since, that the guest LBR event is ACTIVE.',
        editorial: true,
      },
    ],
    sources: [
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'vmx_passthrough_lbr_msrs', 'v7.3', 'read'),
      mail('20210108013704.134985-7-like.xu@linux.intel.com', 'Like Xu', '2021-01-08', 'said'),
    ],
    exempt: [NO_MEDIATED_LBR],
    securityBoundary: true,
    model: [
      'src/spec/model/protocol/kvm/passthrough.ts#decidePassthrough',
      'src/spec/model/protocol/vlbr.ts#takesGuestForOwner',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someVcpu(w, (vcpu) => passesThrough(w, vcpu)),
      holds: (w) =>
        everyVcpu(w, (vcpu) => {
          const event = w.events[m.firstVlbr + vcpu];
          // An event of another thread can go while this pCPU has IRQs off: that is another rule's concern.
          return !passesThrough(w, vcpu) || event.state === EventState.active || event.task !== m.taskOfVcpu[vcpu];
        }),
    }),
  }),
  protocolRule({
    id: 'LBR-ENT-2',
    level: 'must',
    title: 'A guest records only what it owns',
    statement:
      'The processor must not record branches of a guest into the LBRs of a pCPU unless that guest owns them, or a host owner asked to see the guest.',
    rationale:
      'Otherwise the records belong to the host. The guest must not decide whether its branches show up in them.',
    doesNotSay:
      'It does not say that a host owner sees the guest when it asks; [LBR-ENT-5] does. Where several host events own the LBRs together, the host asked only if all of them did.',
    killedBy: ['guestRecording=as-written'],
    inTrace: { unseen: 'DEBUGCTL in the VMCS, and what the processor records in the guest, leave no mark' },
    securityBoundary: false,
    sources: [
      kernel(
        'arch/x86/kvm/vmx/pmu_intel.c',
        'vmx_passthrough_lbr_msrs',
        'v7.3',
        'read',
        'warns and enters; DEBUGCTL in the VMCS stays as the guest wrote it',
      ),
      mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said', 'up to the whims of the guest'),
    ],
    exempt: [NO_MEDIATED_LBR],
    model: ['src/spec/model/protocol/kvm/passthrough.ts#recordsInGuest', 'src/spec/model/protocol/vmx.ts#vmEntry'],
    property: (m) => ({
      kind: 'step',
      about: named('guest.branch'),
      witness: (_before, action, after) => action.name === 'guest.branch' && after.seen.recorded !== 0,
      holds: (_before, action, after) => {
        if (action.name !== 'guest.branch' || after.seen.recorded === 0) return true;
        const cpu = after.seen.recordedCpu - 1;
        const vcpu = vcpuOn(m, after, cpu);
        return ownsHere(m, after, vcpu) || hostAsksForGuest(m, after, cpu);
      },
    }),
  }),
  protocolRule({
    id: 'LBR-ENT-3',
    level: 'must',
    title: "No host branch goes into a guest's records",
    statement: 'A branch of the host must not be recorded on a pCPU while a guest owns its LBRs.',
    rationale:
      'After VM-exit the registers still hold the guest’s records. One host branch costs the guest a record and leaves a host address that the guest can read.',
    doesNotSay:
      'It does not say what happens to guest records that the host legitimately takes over; [LBR-CTX-5] does.',
    killedBy: ['vlbrMutesHost=no'],
    inTrace: { unseen: 'branches leave no mark, and which guest owns the LBRs is not in the trace' },
    sources: [
      kernel('arch/x86/events/intel/lbr.c', 'vlbr_exclude_host', 'v7.3', 'read'),
      mail(
        '20200613080958.132489-1-like.xu@linux.intel.com',
        'Like Xu',
        '2020-06-13',
        'said',
        'patch 05/11 of this series; the message is that of its cover letter',
      ),
    ],
    exempt: [NO_MEDIATED_LBR],
    securityBoundary: true,
    model: ['src/spec/model/protocol/perf/lbr.ts#enableAll', 'src/spec/model/protocol/kvm/debugctl.ts#restoreDebugctl'],
    property: (m) => ({
      kind: 'step',
      witness: (before) => someCpu(before, (cpu) => guestOwner(m, before, cpu) >= 0 && hostStateIsBack(m, before, cpu)),
      holds: (before, _action, after) => {
        const cpu = after.seen.recordedCpu - 1;
        if (cpu < 0 || (setOf(after.seen.recorded) & HOST_TAGS) === 0) return true;
        return guestOwner(m, before, cpu) < 0 || guestOwner(m, after, cpu) < 0;
      },
    }),
  }),
];

function passesThrough(w: World, vcpu: number): boolean {
  return w.vcpus[vcpu].at === At.guest && w.vcpus[vcpu].passthrough === 1;
}

/** Whether the host owns the LBRs of the pCPU, and every event by which it does asked to see guests. */
export function hostAsksForGuest(m: Machine, w: World, cpu: number): boolean {
  return (
    hostAlone(m, w, cpu) &&
    !someHostEvent(m, w, cpu, (event, state) => state === EventState.active && event.excludeGuest)
  );
}
