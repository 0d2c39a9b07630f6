/** For whose thread a guest owns the LBRs. */
import { kernel } from '../../kit/source.ts';
import { everyVcpu, someVcpu } from '../../model/protocol/observe.ts';
import { At } from '../../model/protocol/world.ts';
import { NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS, NO_GUEST_EVENT } from '../kit/protocol/exemptions.ts';
import { recordFields } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

export const ownershipThread = [
  protocolRule({
    id: 'LBR-OWN-6',
    level: 'must',
    title: 'vLBR counts only for the thread that it is bound to',
    statement:
      'KVM must pass the LBR MSRs through to a guest only by a guest LBR event that is bound to the thread that runs the vCPU.',
    rationale:
      'perf saves and restores records with the thread that the event is bound to. An event of another thread says nothing about the registers of this pCPU.',
    doesNotSay:
      'It does not say that the event must be ACTIVE; [LBR-ENT-1] does. It says nothing of intercepted accesses; [LBR-MSR-1] and [LBR-MSR-2] cover them. It does not forbid ioctls from other threads; [LBR-MSR-1] says what they may see.',
    killedBy: ['vmmAccess=as-guest'],
    inTrace: { unseen: 'which thread a guest LBR event is bound to is not in the trace' },
    sources: [
      kernel(
        'arch/x86/kvm/vmx/pmu_intel.c',
        'intel_pmu_create_guest_lbr_event',
        'v7.3',
        'read',
        'the task is current, whoever that is',
      ),
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'vmx_passthrough_lbr_msrs', 'v7.3', 'read', 'looks at event->state alone'),
    ],
    exempt: [NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS, NO_GUEST_EVENT],
    securityBoundary: true,
    model: ['src/spec/model/protocol/vlbr.ts#createVlbr', 'src/spec/model/protocol/vlbr.ts#takesGuestForOwner'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      // Another thread is there that could have made the event.
      witness: (w) =>
        m.instance.with.includes('other-thread') &&
        someVcpu(w, (vcpu) => w.vcpus[vcpu].at === At.guest && w.vcpus[vcpu].passthrough === 1),
      holds: (w) =>
        everyVcpu(w, (vcpu) => {
          const event = w.events[m.firstVlbr + vcpu];
          const inUse = w.vcpus[vcpu].at === At.guest && w.vcpus[vcpu].passthrough === 1;
          return !inUse || event.task === m.taskOfVcpu[vcpu];
        }),
    }),
  }),
];
