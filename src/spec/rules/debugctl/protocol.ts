import { commit, kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  everyCpu,
  guestOwner,
  hostOwns,
  hostStateIsBack,
  inGuest,
  someCpu,
  someHostEvent,
  userMutesPerf,
  vcpuOn,
} from '../../model/protocol/observe.ts';
import { Filter } from '../../model/protocol/tags.ts';
import { At, EventState, type World } from '../../model/protocol/world.ts';
import { ONLY_ON_ARCH_HOSTS } from '../kit/protocol/exemptions.ts';
import { recordFields } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { ROUND_TRIP } from '../kit/in-trace.ts';

const SNAPSHOT = [
  commit('189ecdb3e112', "KVM: x86: Snapshot the host's DEBUGCTL after disabling IRQs", 'said'),
  kernel('arch/x86/kvm/x86.c', 'vcpu_enter_guest', 'v7.3', 'read'),
];

export const debugctlProtocol = [
  protocolRule({
    id: 'LBR-DBG-1',
    revision: 2,
    level: 'must',
    title: 'Recording that perf turned off stays off',
    statement:
      "Recording must be off while host code runs on a pCPU on which no host LBR event has the LBRs to itself, after KVM has restored the host's state.",
    rationale:
      'A snapshot older than perf’s last write turns recording on again that nobody asked for, into records that may belong to a guest.',
    doesNotSay:
      'It does not say that recording survives where it should; [LBR-ENT-4] does. Recording is DEBUGCTL.LBR on legacy LBR and LBR_CTL.LBREn on Arch LBR, where DEBUGCTL.LBR does nothing.',
    killedBy: ['debugctlSnapshot=vcpu-load'],
    inTrace: {
      ...ROUND_TRIP,
      shows: 'perf writes DEBUGCTL without LBR, then KVM writes it with LBR between kvm_entry and kvm_exit',
      hides: 'which host events are open: the last write of perf stands for them',
    },
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'Recording must be off while host code runs on a pCPU on which no host LBR event has the LBRs to itself, after KVM has restored the state of the host.',
        editorial: true,
      },
    ],
    sources: [
      ...SNAPSHOT,
      mail(
        'YD/GrQAl1NMPHXFj@google.com',
        'Sean Christopherson',
        '2021-03-03',
        'said',
        'the snapshot of DEBUGCTL is provably broken',
      ),
    ],
    model: [
      'src/spec/model/protocol/kvm/debugctl.ts#snapshotDebugctl',
      'src/spec/model/protocol/kvm/debugctl.ts#restoreDebugctl',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someCpu(w, (cpu) => mustBeOff(m, w, cpu) && vcpuOn(m, w, cpu) >= 0),
      holds: (w) => everyCpu(w, (cpu) => !mustBeOff(m, w, cpu) || w.cpus[cpu].recording === 0),
    }),
  }),
  protocolRule({
    id: 'LBR-DBG-2',
    revision: 3,
    level: 'must',
    title: "The host's FREEZE_IN_SMM survives a VM round trip",
    statement:
      "DEBUGCTL.FREEZE_IN_SMM must have the value that freeze_on_smi last wrote on the pCPU whenever host code runs there after KVM has restored the host's state.",
    rationale: 'freeze_on_smi reaches each CPU by IPI; one that arrives after the snapshot must not be undone by it.',
    doesNotSay: 'It says nothing of the bit while the guest runs; [LBR-DBG-3] does.',
    killedBy: ['debugctlSnapshot=vcpu-load'],
    inTrace: {
      ...ROUND_TRIP,
      shows: 'DEBUGCTL[14] after the write of KVM differs from its last value before kvm_entry',
      hides: 'what the administrator asked for: the last write stands for it',
    },
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason: 'What the administrator asks for reaches a pCPU by IPI, and with IRQs off it is not there yet.',
        before:
          'DEBUGCTL.FREEZE_IN_SMM must have the value that the administrator last asked for whenever host code runs on the pCPU after KVM has restored the state of the host.',
      },
      {
        revision: 3,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'DEBUGCTL.FREEZE_IN_SMM must have the value that freeze_on_smi last wrote on the pCPU whenever host code runs there after KVM has restored the state of the host.',
        editorial: true,
      },
    ],
    sources: [
      ...SNAPSHOT,
      kernel('arch/x86/events/intel/core.c', 'flip_smm_bit', 'v7.3', 'read'),
      mail(
        'YEEXqf3b4uaSdNKv@google.com',
        'Sean Christopherson',
        '2021-03-04',
        'said',
        'freeze_on_smi reaches other CPUs long after the snapshot',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS],
    model: [
      'src/spec/model/protocol/actions/host.ts#cpuActions',
      'src/spec/model/protocol/kvm/debugctl.ts#restoreDebugctl',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someCpu(w, (cpu) => w.cpus[cpu].freezeInSmmWanted === 1 && loadedOn(m, w, cpu)),
      holds: (w) =>
        everyCpu(w, (cpu) => !hostStateIsBack(m, w, cpu) || w.cpus[cpu].freezeInSmm === w.cpus[cpu].freezeInSmmWanted),
    }),
  }),
  protocolRule({
    id: 'LBR-DBG-3',
    revision: 2,
    level: 'must',
    title: "The host's FREEZE_IN_SMM is effective in the guest",
    statement: "DEBUGCTL.FREEZE_IN_SMM must have the host's value while the guest runs.",
    rationale:
      'An SMI goes straight from the guest to SMM; no VM-exit switches DEBUGCTL for it, so the guest’s value would govern what is counted in SMM.',
    doesNotSay: 'It does not say that the guest sees the bit; the register rules of this chapter say that it must not.',
    killedBy: ['freezeInSmmInGuest=cleared'],
    inTrace: { unseen: 'KVM puts the bit into the VMCS, which leaves no mark' },
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before: 'DEBUGCTL.FREEZE_IN_SMM must have the value of the host while the guest runs.',
        editorial: true,
      },
    ],
    sources: [
      commit('6b1dd26544d0', "KVM: VMX: Preserve host's DEBUGCTLMSR_FREEZE_IN_SMM while running the guest", 'said'),
      kernel('arch/x86/kvm/vmx/vmx.h', 'vmx_guest_debugctl_write', 'v7.3', 'read'),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS],
    model: ['src/spec/model/protocol/vmx.ts#vmEntry'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someCpu(w, (cpu) => inGuest(m, w, cpu) && w.cpus[cpu].freezeInSmmWanted === 1),
      holds: (w) =>
        everyCpu(w, (cpu) => !inGuest(m, w, cpu) || w.cpus[cpu].freezeInSmm === w.cpus[cpu].freezeInSmmWanted),
    }),
  }),
  protocolRule({
    id: 'LBR-DBG-4',
    revision: 2,
    level: 'must',
    title: "The host's FREEZE_LBRS_ON_PMI survives a VM round trip",
    statement:
      "DEBUGCTL.FREEZE_LBRS_ON_PMI must be set whenever host code runs on a pCPU, after KVM has restored the host's state, and a host LBR event without call-stack mode owns the LBRs there.",
    rationale:
      'The PMI handler does not turn recording off by software. Without the freeze, its own branches push out the records that it is about to read.',
    doesNotSay:
      'It says nothing of a freeze that a guest asks for; the chapter on freezing does. The bit may be clear while perf itself has the PMU disabled, and while a user’s event keeps perf from recording, which [LBR-OWN-13] forbids.',
    killedBy: ['debugctlSnapshot=vcpu-load'],
    inTrace: {
      ...ROUND_TRIP,
      shows: 'DEBUGCTL[11] is set, and recording is on, before kvm_entry, and clear after the write of KVM',
      hides: 'nothing that matters: the bit is written with LBR',
    },
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'DEBUGCTL.FREEZE_LBRS_ON_PMI must be set whenever host code runs on a pCPU, after KVM has restored the state of the host, and a host LBR event without call-stack mode owns the LBRs there.',
        editorial: true,
      },
    ],
    sources: [
      kernel('arch/x86/events/intel/lbr.c', '__intel_pmu_lbr_enable', 'v7.3', 'read'),
      kernel('arch/x86/events/intel/core.c', 'intel_pmu_handle_irq', 'v7.3', 'read', 'relies on the freeze'),
    ],
    model: ['src/spec/model/protocol/perf/lbr.ts#enableAll'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someCpu(w, (cpu) => wantsFreeze(m, w, cpu) && vcpuOn(m, w, cpu) >= 0),
      holds: (w) => everyCpu(w, (cpu) => !wantsFreeze(m, w, cpu) || w.cpus[cpu].freezeLbrsOnPmi === 1),
    }),
  }),
];

/** Nobody on the host has the LBRs, and the registers hold what the host left there. */
function mustBeOff(m: Machine, w: World, cpu: number): boolean {
  return hostStateIsBack(m, w, cpu) && (!hostOwns(m, w, cpu) || guestOwner(m, w, cpu) >= 0);
}

function wantsFreeze(m: Machine, w: World, cpu: number): boolean {
  return (
    hostStateIsBack(m, w, cpu) &&
    guestOwner(m, w, cpu) < 0 &&
    !userMutesPerf(m, w, cpu) &&
    someHostEvent(
      m,
      w,
      cpu,
      (event, state) => state === EventState.active && event.filter === Filter.any && !event.fakeIndex,
    )
  );
}

function loadedOn(m: Machine, w: World, cpu: number): boolean {
  const vcpu = vcpuOn(m, w, cpu);
  return vcpu >= 0 && w.vcpus[vcpu].at !== At.user;
}
