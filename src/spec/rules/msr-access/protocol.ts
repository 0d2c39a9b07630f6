import { commit, kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import { cpuOfVcpu, everyCpu, guestOwner, owner, ownsHere, tagOfVcpu } from '../../model/protocol/observe.ts';
import { Filter, guestFilter, setOf, Tag } from '../../model/protocol/tags.ts';
import type { World } from '../../model/protocol/world.ts';
import { named, readsLbr, writesLbr } from '../kit/protocol/about.ts';
import { NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS, NEVER_A_NON_OWNER } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { kvmAccess, NO_READ, NO_WRITE, OWNER_UNSEEN } from '../kit/in-trace.ts';

const ACCESS = kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read');

export const msrAccessProtocol = [
  protocolRule({
    id: 'LBR-MSR-1',
    level: 'must',
    title: 'A non-owner reads 0',
    statement:
      'A read of an LBR MSR on behalf of a guest that does not own the LBRs must give 0, or to the VMM what is saved for that vCPU.',
    rationale: 'The registers hold none of the guest’s records, but somebody else’s.',
    doesNotSay: 'It does not say that the guest can tell; [LBR-LIV-3] does.',
    killedBy: ['msrAccess=irqs-on'],
    inTrace: kvmAccess(
      NO_READ,
      'KVM reads the register and reports its value, not 0, while perf has host recording on',
      OWNER_UNSEEN,
    ),
    sources: [ACCESS, mail('20210108013704.134985-7-like.xu@linux.intel.com', 'Like Xu', '2021-01-08', 'said')],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_MEDIATED_LBR],
    securityBoundary: true,
    disputed:
      'Wei Wang (July 2019) had KVM return #GP or 0 after a loss; Peter Zijlstra (9 July 2019) offered to fail the VM-entry, because a guest that starves does not malfunction. Every release that was read gives zeros. The contract keeps the zeros and adds a notice.',
    model: ['src/spec/model/protocol/kvm/exit.ts#accessLbrMsr'],
    property: (m) => ({
      kind: 'step',
      about: readsLbr,
      witness: (_before, action, after) =>
        action.name !== 'guest.pebs_record' && after.seen.reader > 0 && !ownedBefore(m, after, after.seen.reader - 1),
      holds: (before, action, after) => {
        const { reader, records, select, tos } = after.seen;
        if (reader === 0 || action.name === 'guest.pebs_record') return true;
        if (action.name === 'vmm.read_lbr' && isOwn(m, reader - 1, after)) return true;
        return (
          ownedBefore(m, before, reader - 1) ||
          ownedBefore(m, after, reader - 1) ||
          (records === 0 && select === 0 && tos === 0)
        );
      },
    }),
  }),
  protocolRule({
    id: 'LBR-MSR-2',
    level: 'must',
    title: "A non-owner's write reaches no register",
    statement:
      'A write of an LBR MSR by a guest must not reach the registers of a pCPU whose LBRs that guest does not own.',
    rationale: 'The write would overwrite the owner’s records.',
    doesNotSay: 'It does not say that the write faults; it vanishes.',
    killedBy: ['passthroughDecision=vcpu-load'],
    inTrace: kvmAccess(
      NO_WRITE,
      'KVM writes the register for its guest while perf has host recording on',
      OWNER_UNSEEN,
    ),
    sources: [ACCESS],
    exempt: [NO_MEDIATED_LBR, NEVER_A_NON_OWNER],
    securityBoundary: true,
    model: ['src/spec/model/protocol/kvm/exit.ts#accessLbrMsr'],
    property: (m) => ({
      kind: 'step',
      about: writesLbr,
      // A guest that does not own the LBRs tried to write.
      witness: (before, _action, after) =>
        after.seen.droppedWriter > 0 ||
        (after.seen.writer > 0 && guestOwner(m, before, after.seen.writtenCpu - 1) !== after.seen.writer - 1),
      holds: (before, _action, after) =>
        after.seen.writer === 0 || guestOwner(m, before, after.seen.writtenCpu - 1) === after.seen.writer - 1,
    }),
  }),
  protocolRule({
    id: 'LBR-MSR-3',
    level: 'must',
    title: "An owner's access reaches the registers",
    statement: 'An access to an LBR MSR by a guest that owns the LBRs must reach the registers.',
    rationale: 'The guest would take zeros for an empty stack, and a write that vanishes for one that took effect.',
    doesNotSay: 'It does not say that the access is not intercepted; emulation that reaches the registers suffices.',
    killedBy: ['creationCheck=inverted'],
    inTrace: {
      unseen:
        'that a guest owns the LBRs is not in the trace: an access that reaches no register may be of one that does not',
    },
    securityBoundary: false,
    sources: [
      ACCESS,
      commit('67b45af946ec', 'KVM: vmx/pmu: Fix dummy check if lbr_desc->event is created', 'said', 'it once did not'),
    ],
    exempt: [NO_MEDIATED_LBR],
    model: ['src/spec/model/protocol/kvm/exit.ts#accessLbrMsr'],
    property: (m) => ({
      kind: 'step',
      about: ({ name }) => isAccess(name),
      witness: (before, action) => isAccess(action.name) && accessorOwns(m, before, action.args.vcpu),
      holds: (before, action, after) =>
        !isAccess(action.name) ||
        !accessorOwns(m, before, action.args.vcpu) ||
        (after.seen.dummy === 0 && after.seen.droppedWriter === 0),
    }),
  }),
  protocolRule({
    id: 'LBR-MSR-4',
    revision: 2,
    level: 'must',
    title: 'VMM access never changes ownership',
    statement: "An ioctl access to a vCPU's LBR MSRs must not change the owner of the LBRs of any pCPU.",
    rationale:
      'A VMM that saves the state of a vCPU for migration or for a dump does not ask for the LBRs. If its access creates an event, the event is bound to the calling thread, and stays.',
    doesNotSay:
      'It does not say that every ioctl succeeds; while the records are in registers, it may fail. The model has reads only; [LBR-MSR-26] covers writes.',
    killedBy: ['vmmAccess=as-guest'],
    inTrace: {
      unseen:
        'whether KVM_GET_MSRS or KVM_SET_MSRS asks for an LBR MSR is behind a pointer, and host recording that goes off during the ioctl may do so for another reason',
    },
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before: 'Access to LBR MSRs of a vCPU by ioctl must not change the owner of the LBRs of any pCPU.',
        editorial: true,
      },
    ],
    sources: [
      ACCESS,
      kernel(
        'arch/x86/kvm/vmx/pmu_intel.c',
        'intel_pmu_create_guest_lbr_event',
        'v7.3',
        'read',
        'called for host accesses as well',
      ),
    ],
    exempt: [NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS],
    model: ['src/spec/model/protocol/actions/vmm.ts#otherThreadActions'],
    property: (m) => ({
      kind: 'step',
      about: named('vmm.read_lbr'),
      witness: (_before, action) => action.name === 'vmm.read_lbr',
      holds: (before, action, after) =>
        action.name !== 'vmm.read_lbr' || everyCpu(before, (cpu) => owner(m, before, cpu) === owner(m, after, cpu)),
    }),
  }),
];

/** Whether the guest of a vCPU owns the LBRs of the pCPU that its thread runs on. */
function ownedBefore(m: Machine, w: World, vcpu: number): boolean {
  const cpu = cpuOfVcpu(m, w, vcpu);
  return cpu >= 0 && guestOwner(m, w, cpu) === vcpu;
}

const isAccess = (name: string): boolean =>
  name === 'kvm.access_lbr_msr' || name === 'kvm.finish_lbr_msr' || name === 'guest.read_lbr';

function accessorOwns(m: Machine, w: World, name: string | number | undefined): boolean {
  const vcpu = m.taskOfVcpu.findIndex((task) => m.instance.tasks[task - 1].name === name);
  return vcpu >= 0 && ownsHere(m, w, vcpu);
}

/** Whether all that was read in this step is the guest's own. */
function isOwn(m: Machine, vcpu: number, w: World): boolean {
  const own = tagOfVcpu(m, vcpu);
  return (
    (w.seen.records & ~setOf(own)) === 0 &&
    (w.seen.tos === Tag.none || w.seen.tos === own) &&
    (w.seen.select === Filter.zero || w.seen.select === guestFilter(m.vmOfVcpu[vcpu]))
  );
}
