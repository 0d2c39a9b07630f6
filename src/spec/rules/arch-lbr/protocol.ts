import { mail, manual } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  cpuOfVcpu,
  everyCpu,
  everyVcpu,
  guestOwner,
  hostOwns,
  hostStateIsBack,
  inGuest,
  ownsHere,
  someCpu,
  someHostEvent,
  someVcpu,
  vcpuOn,
} from '../../model/protocol/observe.ts';
import { At, EventState, type World } from '../../model/protocol/world.ts';
import { writesLbr, recordFields } from '../kit/protocol/about.ts';
import { NEVER_A_NON_OWNER } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { kvmAccess, LBR_CTL_ROUND_TRIP, OWNER_UNSEEN } from '../kit/in-trace.ts';
import type { ProtocolExemption } from '../kit/protocol/exemptions.ts';

const CONTROLS = mail(
  'Y9RKaEzZ9tSKW1ZB@google.com',
  'Sean Christopherson',
  '2023-01-27',
  'said',
  'asks for the host value after VM-exit, and for toggling',
);
const SDM = manual('Intel SDM, Architectural Last Branch Records', 'inferred', 'IA32_LBR_CTL across VM transitions');
const VMX = ['src/spec/model/protocol/vmx.ts#vmEntry', 'src/spec/model/protocol/vmx.ts#vmExit'];
const NO_ARCH_GUEST: ProtocolExemption = {
  when: ({ archGuestLbr }) => archGuestLbr !== 'exposed',
  because: 'guests have no Arch LBR',
};

const NO_HOST_EVENT: ProtocolExemption = {
  when: ({ vpmu }) => vpmu === 'mediated',
  because: 'no host LBR event is on the pCPU in guest mode',
};

export const archLbrProtocol = [
  protocolRule({
    id: 'LBR-ARCH-1',
    revision: 2,
    level: 'must',
    title: "The host's LBR_CTL is restored after VM-exit",
    statement:
      "On a host with Arch LBR, IA32_LBR_CTL must hold what perf programmed whenever host code runs on a pCPU whose LBRs a host LBR event owns, after KVM has restored the host's state.",
    rationale:
      'VM-exit clears the register if the control is set, and nothing loads the host’s value. DEBUGCTL is snapshotted and written back; LBR_CTL needs the same.',
    doesNotSay: 'It does not say that KVM must write the register if VM-exit left it alone.',
    killedBy: ['hostLbrCtl=not-restored'],
    inTrace: {
      ...LBR_CTL_ROUND_TRIP,
      hides:
        'loads and clears of LBR_CTL by VMX controls and XRSTORS: a round trip without a WRMSR by KVM stays unknown',
    },
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'On a host with Arch LBR, IA32_LBR_CTL must hold what perf programmed whenever host code runs on a pCPU whose LBRs a host LBR event owns, after KVM has restored the state of the host.',
        editorial: true,
      },
    ],
    sources: [
      CONTROLS,
      mail('YD/GrQAl1NMPHXFj@google.com', 'Sean Christopherson', '2021-03-03', 'said'),
      mail(
        'CALMp9eSTVVH1fZ361o0Zpf8A3AG24efqGhM6tnYAbv0M5xyhZw@mail.gmail.com',
        'Jim Mattson',
        '2021-07-13',
        'said',
        'intermingled branch streams',
      ),
      SDM,
    ],
    disputed:
      'Version 4 of the series (March 2021) wrote the host’s value back after each VM-exit. Jim Mattson (July 2021) objected that nobody can distinguish host and guest branches in one set of records, and version 6 took the write out. Sean Christopherson (January 2023) asked for it again, and for toggling the controls. It was never settled. The model writes the value back where the host owns the LBRs, so no record is shared.',
    model: ['src/spec/model/protocol/vmx.ts#restoreHostLbrCtl'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) =>
        m.instance.flavour === 'arch' && someCpu(w, (cpu) => hostAlone(m, w, cpu) && vcpuOn(m, w, cpu) >= 0),
      holds: (w) =>
        m.instance.flavour !== 'arch' ||
        everyCpu(
          w,
          (cpu) =>
            !hostAlone(m, w, cpu) ||
            !hostStateIsBack(m, w, cpu) ||
            (w.cpus[cpu].recording === 1 && w.cpus[cpu].select === w.cpus[cpu].erConfig),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-ARCH-2',
    level: 'must',
    title: 'A host owner that excludes guests does not record them',
    statement:
      'On a host with Arch LBR, LBR_CTL.LBREn must be 0 in guest mode while the LBRs belong to a host LBR event that excludes guests.',
    rationale:
      'exclude_guest stops counters, not LBRs. IA32_LBR_CTL keeps its value across VM-entry unless KVM or a VMX control changes it, so the host records the guest by accident.',
    doesNotSay: 'It does not forbid a host to trace a guest when it asks to; [LBR-ENT-5] is about that.',
    killedBy: ['lbrCtlControls=with-ownership'],
    inTrace: { unseen: 'exclude_guest, and LBR_CTL while the guest runs, are not in the trace' },
    securityBoundary: false,
    sources: [
      SDM,
      mail('YD/GrQAl1NMPHXFj@google.com', 'Sean Christopherson', '2021-03-03', 'said', 'what if the host wants it?'),
    ],
    exempt: [NO_HOST_EVENT],
    model: VMX,
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => m.instance.flavour === 'arch' && someCpu(w, (cpu) => runsExcluded(m, w, cpu)),
      holds: (w) =>
        m.instance.flavour !== 'arch' || everyCpu(w, (cpu) => !runsExcluded(m, w, cpu) || w.cpus[cpu].recording === 0),
    }),
  }),
  protocolRule({
    id: 'LBR-ARCH-3',
    level: 'must',
    title: 'LBR_CTL is loaded and cleared in pairs',
    statement:
      'On a host with Arch LBR, LBR_CTL.LBREn must be 0 on the host from VM-exit on, and up to VM-entry, while a guest owns the LBRs.',
    rationale:
      'Loading without clearing, or writing the register by software, leaves recording on around the transition: KVM’s branches go into the guest’s records.',
    doesNotSay: 'It does not say how KVM does that.',
    killedBy: ['lbrCtlControls=load-only'],
    inTrace: {
      unseen: 'that a guest owns the LBRs is not in the trace, and VMX controls switch LBR_CTL without a mark',
    },
    sources: [CONTROLS, SDM],
    exempt: [NO_ARCH_GUEST],
    securityBoundary: true,
    model: VMX,
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => m.instance.flavour === 'arch' && someVcpu(w, (vcpu) => isBetween(m, w, vcpu)),
      holds: (w) =>
        m.instance.flavour !== 'arch' ||
        everyVcpu(w, (vcpu) => !isBetween(m, w, vcpu) || w.cpus[cpuOfVcpu(m, w, vcpu)].recording === 0),
    }),
  }),
  protocolRule({
    id: 'LBR-ARCH-4',
    level: 'must',
    title: 'Only an owner resets records by LBR_DEPTH',
    statement:
      'A write of LBR_DEPTH by a guest must not zero the records of a pCPU whose LBRs that guest does not own.',
    rationale:
      'A write of LBR_DEPTH zeroes every record at once, whoever they belong to. perf may have taken the LBRs by IPI just before.',
    doesNotSay: 'It does not say which depths a guest may write; the register rules of this chapter do.',
    killedBy: ['archAccess=unguarded'],
    inTrace: kvmAccess(
      'no trapped write of DEPTH is in the trace',
      'KVM writes LBR_DEPTH for its guest while perf has LBR_CTL.LBREn of the host set',
      OWNER_UNSEEN,
    ),
    sources: [
      mail('Y9QzLHNxS4K81SfU@google.com', 'Sean Christopherson', '2023-01-27', 'said', 'the write is subtly broken'),
    ],
    exempt: [NO_ARCH_GUEST, NEVER_A_NON_OWNER],
    securityBoundary: true,
    model: ['src/spec/model/protocol/kvm/exit.ts#accessLbrMsr', 'src/spec/model/protocol/hardware.ts#writeDepth'],
    property: (m) => ({
      kind: 'step',
      about: writesLbr,
      witness: (before, action) => action.name === 'kvm.access_lbr_msr' && before.vcpus.some(({ trap }) => trap === 5),
      holds: (before, _action, after) =>
        m.instance.flavour !== 'arch' ||
        after.seen.writer === 0 ||
        guestOwner(m, before, after.seen.writtenCpu - 1) === after.seen.writer - 1,
    }),
  }),
];

function hostAlone(m: Machine, w: World, cpu: number): boolean {
  return hostOwns(m, w, cpu) && guestOwner(m, w, cpu) < 0;
}

function runsExcluded(m: Machine, w: World, cpu: number): boolean {
  return (
    inGuest(m, w, cpu) &&
    hostAlone(m, w, cpu) &&
    someHostEvent(m, w, cpu, (event, state) => state === EventState.active && event.excludeGuest)
  );
}

/** The guest owns the LBRs, and KVM or the VMM runs. */
function isBetween(m: Machine, w: World, vcpu: number): boolean {
  return ownsHere(m, w, vcpu) && w.vcpus[vcpu].at !== At.guest;
}
