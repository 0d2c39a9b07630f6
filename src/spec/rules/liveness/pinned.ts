/** A host event that comes first. */
import { mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import { cpuOfVcpu, guestOwner, someCpu, someHostEvent } from '../../model/protocol/observe.ts';
import { EventState, type World } from '../../model/protocol/world.ts';
import { recordFields } from '../kit/protocol/about.ts';
import { NO_MEDIATED_LBR, type ProtocolExemption } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';

const NEVER_WAITS: ProtocolExemption = {
  when: ({ takeOver, vlbrConstraint }) => takeOver === 'at-once' && vlbrConstraint === 'exclusive',
  because: 'perf takes the LBRs at once: with LBR-OWN-4 kept, the event never waits',
};

export const livenessPinned = [
  protocolRule({
    id: 'LBR-LIV-5',
    level: 'must',
    title: 'A CPU-pinned host event gets the LBRs in bounded time',
    statement:
      'A CPU-pinned host LBR event must own the LBRs of its pCPU a bounded number of steps after it is enabled there, whatever a guest does.',
    rationale: 'Whether perf takes the LBRs or asks for them, the guest must not be able to delay the hand-over.',
    doesNotSay: 'It does not say that the event gets them at once; [LBR-OWN-4] does.',
    killedBy: ['takeOver=request-seen-at-loop-start'],
    inTrace: UNSEEN.waiting,
    securityBoundary: false,
    sources: [
      mail(
        '20190709121912.GY3402@hirez.programming.kicks-ass.net',
        'Peter Zijlstra',
        '2019-07-09',
        'said',
        'the order',
      ),
      mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said', 'a flag or a request'),
    ],
    exempt: [NO_MEDIATED_LBR, NEVER_WAITS],
    model: ['src/spec/model/protocol/kvm/hand-over.ts#handOver', 'src/spec/model/protocol/perf/sched.ts#classSchedIn'],
    property: (m) => ({
      kind: 'response',
      ignores: recordFields,
      within: 24,
      trigger: (w) => someCpu(w, (cpu) => pinnedWaits(m, w, cpu)),
      helpful: serves,
      fair: serves,
      helps: (w, { at }) => at !== undefined && runsWherePinnedWaits(m, w, at.process),
      response: (w) => !someCpu(w, (cpu) => pinnedWaits(m, w, cpu)),
    }),
  }),
];

/** KVM goes on, and the guest leaves guest mode at some time, if only for an interrupt. */
function serves({ name }: { readonly name: string }): boolean {
  return (name.startsWith('kvm.') && name !== 'kvm.exit_to_vmm') || name === 'guest.exit';
}

/** The vCPU whose guest has the LBRs that a CPU-pinned host LBR event waits for. */
function runsWherePinnedWaits(m: Machine, w: World, vcpu: number): boolean {
  const cpu = cpuOfVcpu(m, w, vcpu);
  return cpu >= 0 && pinnedWaits(m, w, cpu);
}

/** A CPU-pinned host LBR event is enabled, and a guest has the LBRs. */
function pinnedWaits(m: Machine, w: World, cpu: number): boolean {
  return (
    guestOwner(m, w, cpu) >= 0 &&
    someHostEvent(
      m,
      w,
      cpu,
      (event, state) => event.priority === 'cpu-pinned' && !event.fakeIndex && state >= EventState.inactive,
    )
  );
}
