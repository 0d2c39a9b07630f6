/** Rules of a hand-over on request: perf asks, KVM notices, hands over and gets the LBRs back. */
import { mail } from '../../kit/source.ts';
import { everyCpu, guestOwner, hostOwns, someCpu, vcpuOn } from '../../model/protocol/observe.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import { At, type World } from '../../model/protocol/world.ts';
import { by, named, recordFields } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import type { ProtocolExemption } from '../kit/protocol/exemptions.ts';

const FLAG = mail(
  'Y9RUOvJ5dkCU9J8C@google.com',
  'Sean Christopherson',
  '2023-01-27',
  'said',
  'a flag or a request instead of stealing the LBRs from a loaded vCPU',
);
const NOTIFY = mail('ZJYCtDN+ITmrgCUs@google.com', 'Sean Christopherson', '2023-06-23', 'said', 'why not notify KVM?');
const AT_ONCE: ProtocolExemption = {
  when: ({ takeOver }) => takeOver === 'at-once',
  because: 'perf takes the LBRs at once and asks nobody',
};
const MODEL = [
  'src/spec/model/protocol/kvm/hand-over.ts#handOver',
  'src/spec/model/protocol/perf/event.ts#settleRequest',
];

const pending = (w: World, cpu: number): boolean => w.cpus[cpu].handOverRequest === 1;

/**
 * The guest that owns the LBRs of a pCPU while its vCPU is in KVM_RUN, whether or not perf has asked; -1 for none, and
 * where the rule does not apply, which a flipped switch of a design can bring about.
 */
function runningOwner(m: Machine, w: World, cpu: number): number {
  if (AT_ONCE.when(m.design, {})) return -1;
  const vcpu = guestOwner(m, w, cpu);
  return vcpu >= 0 && w.vcpus[vcpu].at !== At.user ? vcpu : -1;
}

const somePending = (w: World): boolean => someCpu(w, (cpu) => pending(w, cpu));

export const ownershipRequest = [
  protocolRule({
    id: 'LBR-OWN-7',
    level: 'must',
    title: 'perf waits for KVM before it takes the LBRs',
    statement: 'perf must not take the LBRs from a guest whose vCPU is in KVM_RUN before KVM has answered its request.',
    rationale: 'A flag helps only if KVM can rely on it: until KVM answers, the registers belong to its guest.',
    doesNotSay: 'It does not say how long KVM may take; [LBR-OWN-8] and [LBR-LIV-5] do.',
    killedBy: ['takeOver=request-impatient'],
    inTrace: UNSEEN.requests,
    securityBoundary: false,
    sources: [FLAG, NOTIFY],
    exempt: [AT_ONCE],
    disputed:
      'Sean Christopherson (January and June 2023) wants perf to ask. Like Xu (28 June 2023): KVM is one user of perf, and perf will refuse anything that interferes with its management of the PMU. Peter Zijlstra (11 October 2023), of a callback for the whole PMU: no real objection, but the simple thing first. The model shows what a request costs and saves: a CPU-pinned event waits, and KVM need not disable IRQs around an access.',
    model: MODEL,
    property: (m) => ({
      kind: 'step',
      about: by('perf'),
      witness: (before, action) =>
        action.name.startsWith('perf.') && someCpu(before, (cpu) => runningOwner(m, before, cpu) >= 0),
      holds: (before, action, after) =>
        !action.name.startsWith('perf.') ||
        everyCpu(before, (cpu) => {
          const vcpu = runningOwner(m, before, cpu);
          return vcpu < 0 || guestOwner(m, after, cpu) === vcpu;
        }),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-8',
    level: 'must',
    title: 'KVM responds before the next VM-entry',
    statement: 'KVM must not enter a guest more than once while perf waits for its LBRs.',
    rationale:
      'One entry cannot be avoided: the request can come from another pCPU after the last check. The kick that comes with the request ends that entry.',
    doesNotSay: 'It does not bound the branches of that one entry; the kick does.',
    killedBy: ['takeOver=request-seen-at-loop-start'],
    inTrace: UNSEEN.requests,
    securityBoundary: false,
    sources: [FLAG],
    exempt: [AT_ONCE],
    model: ['src/spec/model/protocol/request.ts#requestIsNoticed'],
    property: () => ({
      kind: 'state',
      ignores: recordFields,
      witness: somePending,
      holds: (w) => everyCpu(w, (cpu) => w.cpus[cpu].entriesSinceRequest < 2),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-9',
    level: 'must',
    title: 'A request ends when the vCPU leaves or is destroyed',
    statement:
      'A request for the LBRs of a pCPU must not stay pending after the vCPU that holds them goes back to its VMM, is scheduled out, or is destroyed.',
    rationale: 'Nobody else can answer it. perf would wait for a vCPU that may never run again.',
    doesNotSay: 'It does not say that the records are lost; [LBR-CTX-4] says that they are not.',
    killedBy: ['takeOver=request-forgotten-on-leave'],
    inTrace: UNSEEN.requests,
    securityBoundary: false,
    sources: [FLAG],
    exempt: [AT_ONCE],
    model: MODEL,
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: somePending,
      holds: (w) =>
        everyCpu(w, (cpu) => {
          if (!pending(w, cpu)) return true;
          const vcpu = vcpuOn(m, w, cpu);
          return vcpu >= 0 && w.vcpus[vcpu].at !== At.user && guestOwner(m, w, cpu) === vcpu;
        }),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-10',
    level: 'must',
    title: "KVM's response hands the LBRs over",
    statement:
      'When KVM answers a request, the LBRs must belong to a host LBR event, and the registers must hold no record of the guest.',
    rationale: 'An answer that leaves the LBRs with nobody costs the guest its LBRs and helps no one.',
    doesNotSay: 'It says nothing of a request that perf withdraws because its event was closed.',
    killedBy: ['takeOver=on-request, registerRelease=leaks'],
    inTrace: UNSEEN.requests,
    securityBoundary: false,
    sources: [FLAG],
    exempt: [AT_ONCE],
    model: MODEL,
    property: (m) => ({
      kind: 'step',
      about: named('kvm.serve_requests'),
      witness: (before, action) => action.name === 'kvm.serve_requests' && somePending(before),
      holds: (before, action, after) =>
        action.name !== 'kvm.serve_requests' ||
        everyCpu(
          before,
          (cpu) =>
            !pending(before, cpu) ||
            pending(after, cpu) ||
            (hostOwns(m, after, cpu) &&
              guestOwner(m, after, cpu) < 0 &&
              after.cpus[cpu].ring.every((tag) => tag === 0 || tag < 3)),
        ),
    }),
  }),
];
