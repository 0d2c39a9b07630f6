/** The state of host and guest that survives an entry and an exit. */
import { kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  cpuOfVcpu,
  everyCpu,
  everyVcpu,
  hostAlone,
  hostStateIsBack,
  ownsHere,
  someCpu,
  someHostEvent,
  someVcpu,
  userMutesPerf,
  vcpuNamed,
  vcpuOn,
} from '../../model/protocol/observe.ts';
import { At, EventState, type World } from '../../model/protocol/world.ts';
import { named, recordFields } from '../kit/protocol/about.ts';
import { NO_MEDIATED_LBR, ASKING_IS_REFUSED } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { hostAsksForGuest } from './entry.ts';
import { ROUND_TRIP } from '../kit/in-trace.ts';

export const entryExitRoundTrip = [
  protocolRule({
    id: 'LBR-ENT-4',
    level: 'must',
    title: 'Host recording survives a VM round trip',
    statement:
      'Where a host LBR event owns the LBRs of a pCPU, recording must be on, with the filter of that event, whenever host code runs there after KVM has restored the state of the host.',
    rationale: 'Otherwise the event is ACTIVE and records nothing, and nobody notices.',
    doesNotSay:
      'It says nothing of the time between VM-exit and the restore, in which recording is off, nor of the moments in which perf itself has the PMU disabled or a PMI has frozen the LBRs, nor of a user’s event that keeps perf from recording; [LBR-OWN-13] does.',
    killedBy: ['debugctlSnapshot=vcpu-load'],
    inTrace: {
      ...ROUND_TRIP,
      shows:
        'DEBUGCTL.LBR is set before kvm_entry, and KVM writes it clear, or nothing after a VM-exit of VMX; on Arch LBR as for LBR-ARCH-1',
      hides:
        'LBR_SELECT after the guest: a round trip that keeps LBR stays unknown, because the trace does not show the filter',
    },
    securityBoundary: false,
    sources: [
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_vcpu_run', 'v7.3', 'read'),
      kernel('arch/x86/events/intel/lbr.c', '__intel_pmu_lbr_enable', 'v7.3', 'read'),
    ],
    model: [
      'src/spec/model/protocol/kvm/debugctl.ts#restoreDebugctl',
      'src/spec/model/protocol/kvm/debugctl.ts#snapshotDebugctl',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someCpu(w, (cpu) => hostAlone(m, w, cpu) && vcpuOn(m, w, cpu) >= 0),
      holds: (w) =>
        everyCpu(
          w,
          (cpu) =>
            !hostAlone(m, w, cpu) ||
            userMutesPerf(m, w, cpu) ||
            !hostStateIsBack(m, w, cpu) ||
            (w.cpus[cpu].recording === 1 &&
              someHostEvent(
                m,
                w,
                cpu,
                (event, state) =>
                  state === EventState.active && (event.fakeIndex || event.config === w.cpus[cpu].select),
              )),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-ENT-5',
    level: 'should',
    title: 'A host event that does not exclude guests records them',
    statement:
      'The processor should record branches of the guest for a host LBR event that owns the LBRs and did not exclude guests.',
    rationale:
      'exclude_guest is the host’s request. It should decide whether the guest is traced, and not the fact that VM-entry loads DEBUGCTL from the VMCS.',
    doesNotSay: 'It does not ask for that under a mediated vPMU, where perf refuses such events.',
    killedBy: ['guestRecording=owner-only'],
    inTrace: {
      unseen: 'exclude_guest is behind the pointer of perf_event_open(), and what the processor records leaves no mark',
    },
    securityBoundary: false,
    sources: [
      mail(
        'Y9RUOvJ5dkCU9J8C@google.com',
        'Sean Christopherson',
        '2023-01-27',
        'said',
        'question 2: is the guest supposed to be traced?',
      ),
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_vcpu_run', 'v7.3', 'inferred', 'nothing sets LBR in the VMCS for the host'),
    ],
    exempt: [NO_MEDIATED_LBR, ASKING_IS_REFUSED],
    disputed:
      'No text says whether a host that owns the LBRs should see the guest. Like Xu (June 2023) wants host and guest profiled at the same time; Yang Weijiang (January 2023) wrote the series for the guest alone; with the mediated vPMU (2025) perf refuses events that ask for guests. The rule reads exclude_guest as the host’s request; that is our reading.',
    model: ['src/spec/model/protocol/kvm/passthrough.ts#recordsInGuest'],
    property: (m) => ({
      kind: 'step',
      about: named('kvm.enter_guest'),
      witness: (before, action) =>
        action.name === 'kvm.enter_guest' && entersUnderAskingHost(m, before, action.args.vcpu),
      holds: (before, action, after) =>
        action.name !== 'kvm.enter_guest' ||
        !entersUnderAskingHost(m, before, action.args.vcpu) ||
        after.cpus[cpuOfVcpu(m, after, vcpuNamed(m, action.args.vcpu))].recording === 1,
    }),
  }),
  protocolRule({
    id: 'LBR-ENT-6',
    level: 'must',
    title: 'A guest that owns the LBRs records exactly when it asks to',
    statement:
      'The processor must record branches of a guest that owns the LBRs exactly when that guest has turned recording on.',
    rationale:
      'The processor switches DEBUGCTL at every VM-entry and VM-exit by itself. It switches IA32_LBR_CTL only if a VMX control says so, or KVM writes it.',
    doesNotSay:
      'It says nothing of a guest that does not own the LBRs; [LBR-ENT-2] does. It says nothing of a freeze on PMI, by which hardware or KVM turns recording off for the guest; the chapter on freezing does.',
    killedBy: ['lbrCtlControls=never'],
    inTrace: { unseen: 'what the processor records in the guest leaves no mark' },
    securityBoundary: false,
    sources: [
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_set_msr', 'v7.3', 'read', 'DEBUGCTL goes to the VMCS'),
      mail('Y9RKaEzZ9tSKW1ZB@google.com', 'Sean Christopherson', '2023-01-27', 'said', 'load and clear of LBR_CTL'),
    ],
    exempt: [NO_MEDIATED_LBR],
    model: ['src/spec/model/protocol/vmx.ts#vmEntry', 'src/spec/model/protocol/kvm/passthrough.ts#recordsInGuest'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someVcpu(w, (vcpu) => w.vcpus[vcpu].at === At.guest && ownsHere(m, w, vcpu)),
      holds: (w) =>
        everyVcpu(
          w,
          (vcpu) =>
            w.vcpus[vcpu].at !== At.guest ||
            !ownsHere(m, w, vcpu) ||
            w.cpus[cpuOfVcpu(m, w, vcpu)].recording === w.vcpus[vcpu].guestLbr,
        ),
    }),
  }),
];

function entersUnderAskingHost(m: Machine, w: World, name: string | number | undefined): boolean {
  return hostAsksForGuest(m, w, cpuOfVcpu(m, w, vcpuNamed(m, name)));
}
