/** Contention is temporary, and a guest can tell. */
import { kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  cpuOfVcpu,
  guestOwner,
  hostOwns,
  irqsOn,
  ownsHere,
  someCpu,
  someHostEvent,
  someVcpu,
  vlbrState,
} from '../../model/protocol/observe.ts';
import { At, EventState, type World } from '../../model/protocol/world.ts';
import { NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS, NEVER_A_NON_OWNER } from '../kit/protocol/exemptions.ts';
import { recordFields } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';

const MERGE = kernel(
  'kernel/events/core.c',
  'merge_sched_in',
  'v7.3',
  'read',
  'a pinned event that does not fit goes to ERROR',
);

/**
 * What a vCPU can do for ever without getting to the start of KVM's loop; an interrupt ends that sooner or later. Such a
 * round is weakly fair to every step of KVM, so [LBR-LIV-1] is judged by its bound alone.
 */
const IDLE_ROUNDS = ['kvm.exit_to_vmm', 'kvm.reenter_guest'];

export const livenessContention = [
  protocolRule({
    id: 'LBR-LIV-1',
    level: 'must',
    title: 'A guest gets the LBRs back',
    statement:
      'A guest that wants to record and has lost the LBRs must own them again after a bounded number of VM-entries, once no host LBR event competes for them.',
    rationale: 'Contention is temporary, and so its effect has to be.',
    doesNotSay:
      'It does not say that the guest learns of the loss; [LBR-LIV-3] does. It does not say that the guest gets the records that it missed.',
    killedBy: ['vlbrRecovery=on-access'],
    inTrace: UNSEEN.waiting,
    securityBoundary: false,
    sources: [
      MERGE,
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'vmx_passthrough_lbr_msrs', 'v7.3', 'read', 'does not try again'),
      mail(
        'ZJYCtDN+ITmrgCUs@google.com',
        'Sean Christopherson',
        '2023-06-23',
        'said',
        'why not at every VM-exit, why not on DEBUGCTL.LBR writes',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_MEDIATED_LBR, NEVER_A_NON_OWNER],
    model: ['src/spec/model/protocol/perf/sched.ts#classSchedIn', 'src/spec/model/protocol/kvm/loop.ts#toLoopStart'],
    property: (m) => ({
      kind: 'response',
      ignores: recordFields,
      within: 24,
      trigger: (w) => someVcpu(w, (vcpu) => lostWithoutContender(m, w, vcpu)),
      helpful: (action) =>
        (action.name.startsWith('kvm.') && !IDLE_ROUNDS.includes(action.name)) || action.name === 'guest.exit',
      helps: (w, { at }) => at !== undefined && lostWithoutContender(m, w, at.process),
      response: (w) => !someVcpu(w, (vcpu) => lostWithoutContender(m, w, vcpu)),
    }),
  }),
  protocolRule({
    id: 'LBR-LIV-2',
    level: 'must',
    title: 'A host event gets the LBRs back',
    statement:
      'A flexible host LBR event that is enabled must own the LBRs of its pCPU again within four timer ticks of perf, once no guest and no other host event holds them.',
    rationale: 'A profile of the host must not end because a guest once ran there.',
    doesNotSay:
      'It covers flexible events. A pinned one that did not fit beside another, or beside a guest LBR event of the same class, is in ERROR until its user enables it again.',
    killedBy: ['registerRelease=leaks'],
    inTrace: UNSEEN.waiting,
    securityBoundary: false,
    sources: [kernel('kernel/events/core.c', 'perf_rotate_context', 'v7.3', 'read')],
    exempt: [ONLY_ON_ARCH_HOSTS],
    model: [
      'src/spec/model/protocol/perf/rotate.ts#rotate',
      'src/spec/model/protocol/perf/constraint.ts#registerIsFree',
    ],
    property: (m) => ({
      kind: 'response',
      ignores: recordFields,
      within: 4,
      trigger: (w) => someCpu(w, (cpu) => hostWaitsForNobody(m, w, cpu)),
      helpful: (action) => action.name === 'perf.rotate',
      fair: (action) => action.name === 'perf.rotate',
      helps: (w, { args }) => hostWaitsForNobody(m, w, Number(args.cpu)),
      response: (w) => !someCpu(w, (cpu) => hostWaitsForNobody(m, w, cpu)),
    }),
  }),
  protocolRule({
    id: 'LBR-LIV-3',
    level: 'should',
    title: 'A guest can tell that it has lost the LBRs',
    statement: 'A guest that wants to record and enters without owning the LBRs should be able to tell.',
    rationale: 'The guest reads zeros, its writes vanish, and its DEBUGCTL still says that recording is on.',
    doesNotSay:
      'It does not say how. A paravirtual flag was proposed and never designed. A design keeps this rule by having such a notice; the model knows only that the notice exists.',
    killedBy: ['lossNotice=none'],
    inTrace: UNSEEN.waiting,
    securityBoundary: false,
    sources: [
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read', 'no fault, zeros'),
      mail(
        '20230616113353.45202-1-xiong.y.zhang@intel.com',
        'Xiong Zhang',
        '2023-06-16',
        'said',
        'maybe a paravirtual interface is needed',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_MEDIATED_LBR, NEVER_A_NON_OWNER],
    model: ['src/spec/model/protocol/kvm/exit.ts#accessLbrMsr'],
    property: () => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someVcpu(w, (vcpu) => runsWithout(w, vcpu)),
      holds: (w) => !someVcpu(w, (vcpu) => runsWithout(w, vcpu) && w.vcpus[vcpu].lossShown === 0),
    }),
  }),
  protocolRule({
    id: 'LBR-LIV-4',
    revision: 2,
    level: 'must',
    title: 'A guest that turns recording on owns the LBRs',
    statement:
      'A guest that has turned recording on must own the LBRs of its pCPU from its next VM-entry on, if no host LBR event is enabled there and perf has not refused the guest LBR event.',
    rationale:
      'The guest LBR event is created lazily; that must not cost the guest its first branches. If a guest records without owning the LBRs, its records are worthless: nothing saves, restores or clears them.',
    doesNotSay:
      'It says nothing of a guest that competes with somebody, or whose event perf has put into ERROR; [LBR-LIV-1] does.',
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason:
          'perf can refuse the event, for want of memory or because the thread exits, and then KVM cannot give the guest the LBRs.',
        before:
          'A guest that has turned recording on must own the LBRs of its pCPU from its next VM-entry on, if no host LBR event is enabled there.',
      },
    ],
    killedBy: ['vlbrPriority=task-flexible'],
    inTrace: UNSEEN.waiting,
    securityBoundary: false,
    sources: [
      kernel(
        'arch/x86/kvm/vmx/vmx.c',
        'vmx_set_msr',
        'v7.3',
        'read',
        'creates the event and ignores whether that worked',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_MEDIATED_LBR],
    model: ['src/spec/model/protocol/kvm/exit.ts#handleExit', 'src/spec/model/protocol/vlbr.ts#createVlbr'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) =>
        someVcpu(w, (vcpu) => w.vcpus[vcpu].at === At.guest && w.vcpus[vcpu].guestLbr === 1 && undisturbed(m, w, vcpu)),
      holds: (w) =>
        !someVcpu(
          w,
          (vcpu) =>
            w.vcpus[vcpu].at === At.guest &&
            w.vcpus[vcpu].guestLbr === 1 &&
            undisturbed(m, w, vcpu) &&
            w.vcpus[vcpu].eventRefused === 0 &&
            !ownsHere(m, w, vcpu) &&
            !hadContender(w, m, vcpu),
        ),
    }),
  }),
];

/** The thread runs, the guest wants to record, its event is not ACTIVE for it, and nobody else wants the LBRs here. */
function lostWithoutContender(m: Machine, w: World, vcpu: number): boolean {
  const state = vlbrState(m, w, vcpu);
  return (
    w.vcpus[vcpu].guestLbr === 1 &&
    state !== EventState.none &&
    !ownsHere(m, w, vcpu) &&
    cpuOfVcpu(m, w, vcpu) >= 0 &&
    undisturbed(m, w, vcpu)
  );
}

/** No host LBR event is enabled on the pCPU that the vCPU runs on. */
function undisturbed(m: Machine, w: World, vcpu: number): boolean {
  const cpu = cpuOfVcpu(m, w, vcpu);
  return (
    cpu >= 0 &&
    !someHostEvent(m, w, cpu, (_event, state) => state >= EventState.inactive) &&
    othersAway(m, w, cpu, vcpu)
  );
}

function othersAway(m: Machine, w: World, cpu: number, vcpu: number): boolean {
  const guest = guestOwner(m, w, cpu);
  return guest < 0 || guest === vcpu;
}

/** perf has thrown the event out: a contender was there, and [LBR-LIV-1] says what is due. */
function hadContender(w: World, m: Machine, vcpu: number): boolean {
  return vlbrState(m, w, vcpu) === EventState.error;
}

function hostWaitsForNobody(m: Machine, w: World, cpu: number): boolean {
  return (
    irqsOn(m, w, cpu) &&
    guestOwner(m, w, cpu) < 0 &&
    !hostOwns(m, w, cpu) &&
    someHostEvent(m, w, cpu, (event, state) => !event.pinned && state === EventState.inactive)
  );
}

function runsWithout(w: World, vcpu: number): boolean {
  const v = w.vcpus[vcpu];
  return v.at === At.guest && v.guestLbr === 1 && v.passthrough === 0;
}
