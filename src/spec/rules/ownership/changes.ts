/** When and by whom the owner of the LBRs changes. */
import { kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import { everyCpu, irqsOn, owner, someCpu } from '../../model/protocol/observe.ts';
import type { World } from '../../model/protocol/world.ts';
import { by, ownerFields } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { FLAGS } from '../kit/in-trace.ts';

const ownerChanges = (m: Machine, before: World, after: World): boolean =>
  someCpu(before, (cpu) => owner(m, before, cpu) !== owner(m, after, cpu));

export const ownershipChanges = [
  protocolRule({
    id: 'LBR-OWN-1',
    revision: 2,
    level: 'must',
    title: 'Ownership does not change while KVM has IRQs off',
    statement:
      "perf must not change the owner of a pCPU's LBRs while KVM has interrupts disabled there, unless KVM asks perf for it or, after VM-exit, runs the handler of an interrupt itself.",
    rationale:
      'KVM checks the guest LBR event with IRQs disabled and relies on the result up to VM-exit, or up to the access that it emulates. That is sound only if nothing in between can change the result.',
    doesNotSay:
      'It does not say that ownership is stable while a vCPU is loaded: between two VM-entries, with IRQs enabled, perf may take the LBRs at any time. The model assumes that IPIs and timers wait for IRQs; the runs add that no NMI, no step of KVM and no VM transition moves an owner. vmx_handle_exit_irqoff() handles the interrupt that causes a VM-exit, with IRQs still disabled and the host’s DEBUGCTL restored; the model does its work a step later. KVM asks perf with IRQs disabled only for a mediated vPMU; [LBR-MED-1] covers that.',
    killedBy: ['nmiThrottle=removes-event'],
    inTrace: {
      needs: ['msr:write_msr', 'kvm:kvm_entry', 'kvm:kvm_exit', FLAGS, 'CPU column'],
      helps: ['irq_vectors:*'],
      shows: 'an interrupt handler leaves DEBUGCTL.LBR or LBR_CTL.LBREn changed between kvm_entry and kvm_exit',
      hides:
        'changes of the owner that turn no recording on or off; trace-cmd prints NMIs like interrupts, so its text cannot tell',
      silent: 'no interrupt handler that turns host recording on or off is in the trace',
    },
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason:
          'perf itself has IRQs off wherever it moves an event, and KVM runs the handler of the interrupt that ended the guest before it enables them: what counts is that KVM has them off.',
        before:
          "perf must change the owner of a pCPU's LBRs only where interrupts are enabled on that pCPU: in an IPI or a timer, at a task switch, or in process context.",
      },
    ],
    sources: [
      kernel(
        'kernel/events/core.c',
        'ctx_resched',
        'v7.3',
        'read',
        'reached by IPI, from timers, at task switches and from process context',
      ),
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'vmx_passthrough_lbr_msrs', 'v7.3', 'read'),
      kernel(
        'arch/x86/kvm/vmx/vmx.c',
        'vmx_handle_exit_irqoff',
        'v7.3',
        'read',
        'runs the handler of the interrupt that ended the guest',
      ),
      mail(
        'ZJnEFTXMpQkXdHRj@google.com',
        'Sean Christopherson',
        '2023-06-26',
        'said',
        'asks exactly when perf may take the LBRs',
      ),
      mail(
        '20230801035836.1048879-1-xiong.y.zhang@intel.com',
        'Xiong Zhang',
        '2023-08-01',
        'said',
        'disabling IRQs holds perf off',
      ),
    ],
    model: ['src/spec/model/protocol/perf/sched.ts#ctxResched', 'src/spec/model/protocol/irq.ts#irqsOn'],
    property: (m) => ({
      kind: 'step',
      changes: ownerFields,
      witness: (before, action, after) => !action.name.endsWith('_mediated') && ownerChanges(m, before, after),
      holds: (before, action, after) =>
        everyCpu(before, (cpu) => owner(m, before, cpu) === owner(m, after, cpu) || irqsOn(m, before, cpu)) ||
        action.name.endsWith('_mediated'),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-2',
    level: 'must',
    title: 'An NMI does not change the owner',
    statement: "An NMI must not change the owner of a pCPU's LBRs.",
    rationale:
      'Disabling IRQs does not hold NMIs off. A PMI may read the records of a host owner and turn its recording on again, but events stay where they are.',
    doesNotSay:
      'It does not say that an NMI leaves the registers alone: up to perfmon version 3 the PMI handler writes DEBUGCTL for a host owner.',
    killedBy: ['nmiThrottle=removes-event'],
    inTrace: {
      unseen: 'DEBUGCTL writes of an NMI handler show recording, not which events are ACTIVE; see LBR-OWN-11',
    },
    securityBoundary: false,
    sources: [
      kernel('arch/x86/events/intel/core.c', 'intel_pmu_handle_irq', 'v7.3', 'read', 'schedules no event'),
      mail(
        'ZJX9WHFPdEVjRtC+@google.com',
        'Sean Christopherson',
        '2023-06-23',
        'said',
        'asks; the answers of Xiong Zhang (25 June) and Like Xu (28 June) are in this thread',
      ),
    ],
    disputed:
      'Xiong Zhang (June 2023): the PMI handler does not change the state of the LBRs. Like Xu (June 2023): it does, because freezing on PMI clears DEBUGCTL.LBR in NMI context. The model says that both are right, about different state: the handler writes DEBUGCTL for a host owner on perfmon version 2 and 3, and it never changes which events are ACTIVE.',
    model: ['src/spec/model/protocol/actions/pmi.ts#takeSample'],
    property: (m) => ({
      kind: 'step',
      about: by('nmi'),
      witness: (before, action) =>
        action.name.startsWith('nmi.') && someCpu(before, (cpu) => owner(m, before, cpu) >= 0),
      holds: (before, action, after) => !action.name.startsWith('nmi.') || !ownerChanges(m, before, after),
    }),
  }),
];
