/** Recording in guest mode needs an event, and the NMI of a VM-exit its records. */
import { commit, kernel } from '../../kit/source.ts';
import { cpuOfVcpu, everyVcpu, someVcpu, vcpuNamed, vlbrState } from '../../model/protocol/observe.ts';
import { At, EventState } from '../../model/protocol/world.ts';
import { named, recordFields } from '../kit/protocol/about.ts';
import {
  NO_MEDIATED_LBR,
  ONLY_ON_ARCH_HOSTS,
  type ProtocolExemption,
  NO_GUEST_EVENT,
} from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

const NESTED_C = 'arch/x86/kvm/vmx/nested.c';
const VMX_C = 'arch/x86/kvm/vmx/vmx.c';

const NO_STOP_AT_EXIT: ProtocolExemption = {
  ...ONLY_ON_ARCH_HOSTS,
  because: 'a VM-exit does not stop recording on a host with Arch LBR',
};
const NO_HOST_EVENT: ProtocolExemption = {
  ...NO_GUEST_EVENT,
  because: 'host LBR events are off while the guest runs',
};

export const entryExitEvent = [
  protocolRule({
    id: 'LBR-ENT-7',
    level: 'must',
    title: 'A guest that has turned recording on has a guest LBR event',
    statement:
      'KVM must not enter a guest that has LBRs and DEBUGCTL.LBR set unless a guest LBR event of that vCPU exists, or perf refused to create one.',
    rationale:
      'perf learns through the event that the guest uses the LBRs. Without one nobody saves the guest’s records, nobody keeps the host from recording beside it, and the guest’s branches go into the current owner’s registers. This takes no contention.',
    doesNotSay:
      'It does not say that the event is ACTIVE, nor what the processor records for a guest whose event is not; [LBR-ENT-2] does. It says nothing of a vCPU without LBRs; [LBR-DBG-32] does.',
    killedBy: ['missingEvent=nothing'],
    inTrace: { unseen: 'no trace shows whether a guest LBR event exists, nor what VM-entry loads' },
    sources: [
      kernel(NESTED_C, 'prepare_vmcs02', 'v7.3', 'read', 'writes DEBUGCTL of vmcs12 to the VMCS and creates no event'),
      kernel(VMX_C, 'vmx_get_supported_debugctl', 'v7.3', 'read', 'a VMM may set the bit before the guest has LBRs'),
      kernel(
        'arch/x86/kvm/vmx/pmu_intel.c',
        'vmx_passthrough_lbr_msrs',
        'v7.3',
        'read',
        'warns about the missing event and enters',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_MEDIATED_LBR, NO_GUEST_EVENT],
    securityBoundary: true,
    model: [
      'src/spec/model/protocol/kvm/loop.ts#lacksEvent',
      'src/spec/model/protocol/actions/vmm.ts#restoreDebugctlActions',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someVcpu(w, (vcpu) => w.vcpus[vcpu].at === At.guest && w.vcpus[vcpu].guestLbr === 1),
      holds: (w) =>
        !m.guestHasLbr ||
        everyVcpu(w, (vcpu) => {
          const { at, guestLbr, eventRefused } = w.vcpus[vcpu];
          if (at !== At.guest || guestLbr === 0 || eventRefused === 1) return true;
          return vlbrState(m, w, vcpu) !== EventState.none;
        }),
    }),
  }),
  protocolRule({
    id: 'LBR-ENT-8',
    level: 'should',
    title: 'The NMI that caused a VM-exit reads the LBRs before the host records again',
    statement:
      'The handler of an NMI that ended a guest should run before the host records branches on that pCPU again.',
    rationale:
      'The sample belongs to the guest’s instruction. With recording on again, the branches of KVM’s own exit path push out the records that led there.',
    doesNotSay:
      'It says nothing of a host with Arch LBR, on which recording does not stop at VM-exit by itself, nor of an NMI that arrives after the exit.',
    killedBy: ['exitNmi=after-restore'],
    inTrace: { unseen: 'a trace shows no NMI and no read of the LBRs by the PMI handler' },
    securityBoundary: false,
    sources: [
      commit('11df586d774f', 'KVM: VMX: Handle NMI VM-Exits in noinstr region', 'said'),
      kernel(VMX_C, 'vmx_vcpu_enter_exit', 'v7.3', 'read'),
      kernel(VMX_C, 'handle_exception_nmi_irqoff', 'v6.1', 'read', 'runs after vmx_vcpu_run() has restored DEBUGCTL'),
    ],
    exempt: [NO_STOP_AT_EXIT, NO_HOST_EVENT],
    model: ['src/spec/model/protocol/actions/pmi.ts#exitNmiActions'],
    property: (m) => ({
      kind: 'step',
      about: named('nmi.sample_guest'),
      witness: (_before, action) => action.name === 'nmi.sample_guest' && m.instance.flavour === 'legacy',
      holds: (before, action) =>
        action.name !== 'nmi.sample_guest' ||
        m.instance.flavour !== 'legacy' ||
        before.cpus[cpuOfVcpu(m, before, vcpuNamed(m, action.args.vcpu))].recording === 0,
    }),
  }),
];
