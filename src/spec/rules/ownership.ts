import { commit, kernel, mail } from '../kit/source.ts';
import {
  everyCpu,
  everyVcpu,
  guestOwner,
  hostOwns,
  irqsOn,
  owner,
  someCpu,
  someHostEvent,
  someVcpu,
  vcpuOn,
  vlbrState,
} from '../model/protocol/observe.ts';
import { At, EventState, type World } from '../model/protocol/world.ts';
import type { Machine } from '../model/protocol/machine.ts';
import { ownershipNmi } from './ownership/nmi.ts';
import { ownershipRequest } from './ownership/request.ts';
import { NO_MEDIATED_LBR, SERIES_ADDS_NOTHING } from './applicable.ts';
import { protocolRule } from './protocol-rule.ts';

const ownerChanges = (m: Machine, before: World, after: World): boolean =>
  someCpu(before, (cpu) => owner(m, before, cpu) !== owner(m, after, cpu));

export const ownership = [
  protocolRule({
    id: 'LBR-OWN-1',
    revision: 2,
    level: 'must',
    title: 'Ownership does not change while KVM has IRQs off',
    statement:
      "perf must not change the owner of a pCPU's LBRs while KVM has interrupts disabled there, unless KVM asks perf for it or, after VM-exit, runs the handler of an interrupt itself.",
    rationale:
      'KVM looks at the guest LBR event with IRQs off and relies on the answer: up to VM-exit, and up to the access that it emulates. That is sound only while nothing in between can change the answer.',
    doesNotSay:
      'It does not say that ownership is stable while a vCPU is loaded: between two VM-entries, with IRQs on, perf may take the LBRs at any time. That an IPI or a timer waits for IRQs is how the model is made; what a run adds is that no NMI, no step of KVM and no VM transition moves an owner. The interrupt that ends the guest is handled in vmx_handle_exit_irqoff(), with IRQs still off and DEBUGCTL of the host back; the model does its work a step later. What KVM asks of perf with IRQs off is for a mediated vPMU; [LBR-MED-1] covers that.',
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
    violatedOn: [],
    model: ['src/spec/model/protocol/perf-sched.ts#ctxResched', 'src/spec/model/protocol/irq.ts#irqsOn'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action, after) => !action.name.endsWith('_mediated') && ownerChanges(m, before, after),
      holds: (before, action, after) =>
        action.name.endsWith('_mediated') ||
        everyCpu(before, (cpu) => owner(m, before, cpu) === owner(m, after, cpu) || irqsOn(m, before, cpu)),
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
    violatedOn: [],
    disputed:
      'Xiong Zhang (June 2023): the PMI handler does not change the state of the LBRs. Like Xu (June 2023): it does, because freezing on PMI clears DEBUGCTL.LBR in NMI context. The model says that both are right about different things: the handler writes DEBUGCTL for a host owner on perfmon version 2 and 3, and it never changes which events are ACTIVE.',
    model: ['src/spec/model/protocol/actions/host.ts#takeSample'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action) =>
        action.name.startsWith('nmi.') && someCpu(before, (cpu) => owner(m, before, cpu) >= 0),
      holds: (before, action, after) => !action.name.startsWith('nmi.') || !ownerChanges(m, before, after),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-3',
    level: 'must',
    title: 'ACTIVE means served',
    statement: 'perf must not show a host LBR event as ACTIVE on a pCPU while a guest LBR event is ACTIVE there.',
    rationale:
      'The state of an event is all that its user can ask for. An event that is ACTIVE and muted counts, samples and delivers stale records.',
    doesNotSay:
      'It does not say who wins; [LBR-OWN-4] and [LBR-OWN-5] do. It says nothing of two host events, which share the LBRs where they ask for the same filter.',
    sources: [
      kernel(
        'arch/x86/events/intel/core.c',
        '__intel_get_event_constraints',
        'v7.3',
        'read',
        'the guest LBR event is placed before the shared register is looked at',
      ),
      kernel('arch/x86/events/intel/lbr.c', 'vlbr_exclude_host', 'v7.3', 'read'),
      commit('097e4311cda9', 'perf/x86: Add constraint to create guest LBR event without hw counter', 'said'),
      mail('20230616113353.45202-1-xiong.y.zhang@intel.com', 'Xiong Zhang', '2023-06-16', 'said'),
    ],
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'coexist-2023', 'arch-lbr-v2'],
    notApplicable: NO_MEDIATED_LBR,
    disputed:
      'Xiong Zhang (June 2023): placing the guest LBR event before the shared register is a bug. Like Xu (June 2023): the order is intended. The model says what follows from it: a host event that perf shows as ACTIVE gets no records.',
    model: ['src/spec/model/protocol/perf-sched.ts#registerIsFree', 'src/spec/model/protocol/perf-lbr.ts#enableAll'],
    property: (m) => ({
      kind: 'state',
      witness: (w) => someCpu(w, (cpu) => bothWant(m, w, cpu)),
      holds: (w) => everyCpu(w, (cpu) => guestOwner(m, w, cpu) < 0 || !hostOwns(m, w, cpu)),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-4',
    revision: 2,
    level: 'must',
    title: 'A CPU-pinned host event comes before a guest',
    statement:
      'A guest must not own the LBRs of a pCPU on which a CPU-pinned host LBR event is enabled, or goes to ERROR because the guest owns them.',
    rationale:
      "perf's order is CPU-pinned, task-pinned, CPU-flexible, task-flexible. The guest LBR event is task-pinned, so exactly one class comes before it.",
    doesNotSay:
      'It says nothing about host events that are open and disabled, or that another host event put into ERROR, nor about one with the encoding of the guest LBR event, which is on a fake counter.',
    sources: [
      mail(
        '20190709121912.GY3402@hirez.programming.kicks-ass.net',
        'Peter Zijlstra',
        '2019-07-09',
        'said',
        'the order, for all scheduling',
      ),
      kernel('kernel/events/core.c', 'ctx_resched', 'v7.3', 'read'),
      kernel(
        'arch/x86/kvm/vmx/pmu_intel.c',
        'intel_pmu_create_guest_lbr_event',
        'v7.3',
        'read',
        'the comment says that a CPU-pinned event can reclaim the LBRs',
      ),
    ],
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'coexist-2023', 'arch-lbr-v2', 'request'],
    notApplicable: NO_MEDIATED_LBR,
    disputed:
      'The comments in KVM and the document of Xiong Zhang (August 2023) describe this order as existing behaviour. His own series (June 2023) says that the guest LBR event is always active beside a CPU-pinned one, and Like Xu answers that this is intended. No release that was read has the order.',
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason:
          'A perf that puts the CPU-pinned event into ERROR because a guest was there first kept the sentence, as an event in ERROR is not enabled, and broke the order.',
        before: 'A guest must not own the LBRs of a pCPU on which a CPU-pinned host LBR event is enabled.',
      },
    ],
    model: ['src/spec/model/protocol/perf-sched.ts#ctxResched'],
    property: (m) => ({
      kind: 'step',
      witness: (_before, _action, after) =>
        someCpu(after, (cpu) => enabledCpuPinned(m, after, cpu) && bothWant(m, after, cpu)),
      holds: (before, _action, after) =>
        everyCpu(
          after,
          (cpu) =>
            guestOwner(m, after, cpu) < 0 ||
            (!enabledCpuPinned(m, after, cpu) && !cpuPinnedFails(m, before, after, cpu)),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-5',
    level: 'must',
    title: 'A flexible host event does not take the LBRs from a guest',
    statement:
      'Opening, enabling or rotating a flexible host LBR event must not take the LBRs from a guest that owns them.',
    rationale: 'The other half of the order: task-pinned comes before CPU-flexible and task-flexible.',
    doesNotSay:
      'It does not say that a guest gets the LBRs back at once after a CPU-pinned event had them; [LBR-LIV-1] does.',
    sources: [
      mail('20190709121912.GY3402@hirez.programming.kicks-ass.net', 'Peter Zijlstra', '2019-07-09', 'said'),
      kernel('kernel/events/core.c', 'perf_event_sched_in', 'v7.3', 'read'),
    ],
    violatedOn: [],
    notApplicable: NO_MEDIATED_LBR,
    model: ['src/spec/model/protocol/perf-sched.ts#ctxResched', 'src/spec/model/protocol/perf-sched.ts#rotate'],
    property: (m) => ({
      kind: 'step',
      witness: (before, action) =>
        isFlexibleArrival(m, action.name, action.args.event) &&
        someCpu(before, (cpu) => guestOwner(m, before, cpu) >= 0),
      holds: (before, action, after) =>
        !isFlexibleArrival(m, action.name, action.args.event) ||
        everyCpu(
          before,
          (cpu) => guestOwner(m, before, cpu) < 0 || guestOwner(m, after, cpu) === guestOwner(m, before, cpu),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-6',
    level: 'must',
    title: 'Ownership belongs to the thread that runs here',
    statement:
      'KVM must pass the LBR MSRs through to a guest only by a guest LBR event that is bound to the thread that runs the vCPU.',
    rationale:
      'perf saves and restores records with the thread that the event is bound to. An event of another thread says nothing about the registers of this pCPU.',
    doesNotSay:
      'It does not say that the event must be ACTIVE, which [LBR-ENT-1] does, and nothing of intercepted accesses, which [LBR-MSR-1] and [LBR-MSR-2] cover. It does not forbid ioctls from other threads; [LBR-MSR-1] says what they may see.',
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
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'coexist-2023'],
    notApplicable: { ...NO_MEDIATED_LBR, ...SERIES_ADDS_NOTHING },
    securityBoundary: true,
    model: ['src/spec/model/protocol/vlbr.ts#createVlbr', 'src/spec/model/protocol/vlbr.ts#takesGuestForOwner'],
    property: (m) => ({
      kind: 'state',
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
  ...ownershipRequest,
  ...ownershipNmi,
];

/** Whether the guest of the vCPU here has its event, and a host LBR event is enabled on the pCPU as well. */
function bothWant(m: Machine, w: World, cpu: number): boolean {
  const vcpu = vcpuOn(m, w, cpu);
  if (vcpu < 0 || vlbrState(m, w, vcpu) === EventState.none) return false;
  return someHostEvent(m, w, cpu, (_event, state) => state >= EventState.inactive);
}

/** Whether a CPU-pinned host LBR event of the pCPU is enabled: it has the LBRs or waits for them. */
function enabledCpuPinned(m: Machine, w: World, cpu: number): boolean {
  return someHostEvent(
    m,
    w,
    cpu,
    (event, state) => event.priority === 'cpu-pinned' && !event.fakeIndex && state >= EventState.inactive,
  );
}

/** Whether the step puts a CPU-pinned host LBR event of the pCPU into ERROR. */
function cpuPinnedFails(m: Machine, before: World, after: World, cpu: number): boolean {
  return someHostEvent(
    m,
    after,
    cpu,
    (event, state) =>
      event.priority === 'cpu-pinned' &&
      !event.fakeIndex &&
      state === EventState.error &&
      before.events[event.index].state !== EventState.error,
  );
}

/** Whether the action brings in a flexible host LBR event. */
function isFlexibleArrival(m: Machine, name: string, event: string | number | undefined): boolean {
  if (name === 'perf.rotate') return true;
  if (name !== 'perf.open' && name !== 'perf.enable') return false;
  return m.events.some((candidate) => candidate.name === event && !candidate.pinned);
}
