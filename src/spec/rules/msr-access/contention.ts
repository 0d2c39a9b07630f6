import * as fc from 'fast-check';
import { kernel, mail } from '../../kit/source.ts';
import { MSR, type Session } from '../../model/register/index.ts';
import { address, lbrCpuid, lbrHost, priority } from '../register/arbitrary.ts';
import { NO_GUEST_LBR } from '../register/designs.ts';
import { hasLbr, isControl, recordEdges, seen, writableMsr } from '../register/observe.ts';
import { rule } from '../register/rule.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const ACCESS = kernel(
  PMU_INTEL,
  'intel_pmu_handle_lbr_msrs_access',
  'v6.12',
  'read',
  'host_initiated is not consulted',
);
const MODEL = [
  'src/spec/model/register/record-access.ts#trappedAccess',
  'src/spec/model/register/record-access.ts#savedStateAccess',
];

/** The host loses the LBRs, or gets them, where that is how the design treats a pinned newcomer. */
const contend = (vcpu: Session): void => void vcpu.openHostEvent('cpu-pinned');

export const contentionRules = [
  rule({
    id: 'LBR-MSR-28',
    revision: 2,
    level: 'must',
    title: 'Contention never faults',
    statement:
      'Whether a guest access to an LBR MSR faults must not depend on what the host does with the LBRs, unless the guest writes a value that the CPU refuses.',
    rationale:
      'A guest cannot see the host. A fault that comes and goes with it would crash a guest kernel that has probed the MSR before.',
    doesNotSay:
      'It does not say what the guest reads: a non-owner reads 0, and cannot tell. A value that the CPU refuses faults for an owner [LBR-MSR-24] and vanishes like any other for a non-owner.',
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason:
          'Nobody holds a write that goes nowhere against what the CPU takes, in any release and in the contract: a refused value faults for an owner only.',
        before: 'Whether a guest access to an LBR MSR faults must not depend on what the host does with the LBRs.',
      },
    ],
    sources: [
      ACCESS,
      mail(
        '20230801035836.1048879-1-xiong.y.zhang@intel.com',
        'Xiong Zhang',
        '2023-08-01',
        'said',
        'reads give 0, writes vanish',
      ),
    ],
    model: MODEL,
    disputed:
      'Jim Mattson asked in 2021 how a guest is to know that its LBRs are gone. Nobody proposed a fault; the 2023 draft lists the silence as a gap. The model says what follows: no access of the guest tells the two cases apart.',
    violatedOn: [],
    notApplicable: NO_GUEST_LBR,
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        kind: priority,
        which: fc.nat(7),
        hostFirst: fc.boolean(),
        write: fc.boolean(),
      }),
      classes: ['host first', 'guest first', 'flexible', 'pinned'],
      classify: ({ kind, hostFirst }) => [
        hostFirst ? 'host first' : 'guest first',
        kind.endsWith('pinned') ? 'pinned' : 'flexible',
      ],
      holds: ({ host, cpuid, kind, which, hostFirst, write }, start) => {
        const msr = writableMsr(host, which);
        const run = (vcpu: Session, contended: boolean): string | undefined => {
          vcpu.setCpuid(cpuid);
          if (contended && hostFirst) vcpu.openHostEvent(kind);
          if (!hasLbr(vcpu)) return undefined;
          if (contended && !hostFirst) vcpu.openHostEvent(kind);
          return (write ? vcpu.wrmsr(msr, isControl(msr) ? 3n : 0x401000n) : vcpu.rdmsr(msr)).result;
        };
        const free = run(start(host), false);
        return free === undefined ? undefined : run(start(host), true) === free;
      },
    },
  }),
  rule({
    id: 'LBR-MSR-29',
    level: 'must',
    title: 'A guest never reads a record of the host',
    statement: 'A guest RDMSR of an LBR MSR must not give a value that a host branch left there.',
    rationale:
      'Records name addresses of the host kernel. perf resets the records only for an event that is new and the first LBR user of the CPU; beside a pinned host event the vLBR event is neither.',
    doesNotSay: 'It says nothing of interleavings inside one access; the chapter on isolation does.',
    sources: [
      kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_add', 'v6.12', 'read'),
      kernel(
        'arch/x86/events/intel/core.c',
        '__intel_get_event_constraints',
        'v6.12',
        'inferred',
        'both events are ACTIVE',
      ),
    ],
    model: ['src/spec/model/register/vlbr.ts#activate', 'src/spec/model/register/vlbr.ts#openHostEvent'],
    securityBoundary: true,
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'arch-lbr-v2', 'coexist-2023'],
    notApplicable: NO_GUEST_LBR,
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        kind: priority,
        guestFirst: fc.boolean(),
        closes: fc.boolean(),
        which: fc.nat(7),
      }),
      classes: ['guest first', 'host first', 'the host event closes', 'flexible', 'pinned'],
      classify: ({ kind, guestFirst, closes }) => [
        guestFirst ? 'guest first' : 'host first',
        kind.endsWith('pinned') ? 'pinned' : 'flexible',
        ...(closes ? ['the host event closes'] : []),
      ],
      holds: ({ host, cpuid, kind, guestFirst, closes, which }, start) => {
        const { inside } = recordEdges(host);
        const msr = inside[which % inside.length];
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (guestFirst) vcpu.rdmsr(msr);
        vcpu.openHostEvent(kind);
        if (closes) vcpu.closeHostEvent();
        const { result, value } = vcpu.rdmsr(msr);
        // The guest wrote nothing and recorded nothing, so whatever is there is not its own; INFO tells nothing by its value.
        return result === 'ok' ? value === 0n : undefined;
      },
    },
  }),
  rule({
    id: 'LBR-MSR-30',
    revision: 2,
    level: 'must',
    title: 'A branch of the guest changes no record of a pinned host event',
    statement:
      'While a CPU-pinned host event that excludes guests counts on the LBRs of this CPU, a branch of the guest must not change them, whatever the guest wrote to DEBUGCTL or LBR_CTL.',
    rationale:
      'The recording bit of the guest is loaded at every VM-entry, whoever owns the records. A guest that sets it writes into a host profile, or into records that the host believes its own.',
    doesNotSay:
      'It does not say that a guest may not have the LBRs beside a flexible host event, nor that a host event which asks for guests gets none of their branches; [LBR-ENT-5] asks for the contrary.',
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason: 'LBR-ENT-5 wants the branches of a guest recorded for a host event that did not exclude guests.',
        before:
          'While a CPU-pinned host event counts on the LBRs of this CPU, a branch of the guest must not change them, whatever the guest wrote to DEBUGCTL or LBR_CTL.',
      },
    ],
    sources: [
      mail(
        'Y9RUOvJ5dkCU9J8C@google.com',
        'Sean Christopherson',
        '2023-01-27',
        'said',
        'completely up to the whims of the guest',
      ),
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'vmx_passthrough_lbr_msrs', 'v6.12', 'read', 'warns and enters'),
    ],
    disputed:
      'By perf’s order a CPU-pinned event comes before the event of a task, and the documents of 2023 say so of guest LBR. The code gives the LBRs to the guest, and Like Xu called that order intentional. The rule follows the order that perf documents.',
    model: ['src/spec/model/register/recording.ts#takeBranch', 'src/spec/model/register/vlbr.ts#blockedByHost'],
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'arch-lbr-v2', 'coexist-2023'],
    notApplicable: NO_GUEST_LBR,
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, branch: address, guestFirst: fc.boolean() }),
      classes: ['guest first', 'host first'],
      classify: ({ guestFirst }) => [guestFirst ? 'guest first' : 'host first'],
      holds: ({ host, cpuid, branch, guestFirst }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!hasLbr(vcpu)) return undefined;
        const turnOn = (): void => {
          vcpu.wrmsr(MSR.DEBUGCTL, 1n);
          vcpu.wrmsr(MSR.ARCH_LBR_CTL, 3n);
        };
        if (guestFirst) turnOn();
        contend(vcpu);
        if (!guestFirst) turnOn();
        const { inside } = recordEdges(host);
        const records = (): string => [...inside, vcpu.host.from + 1].map((msr) => seen(vcpu.hostRdmsr(msr))).join();
        const before = records();
        vcpu.branch(branch, branch);
        return records() === before;
      },
    },
  }),
  rule({
    id: 'LBR-MSR-31',
    level: 'must',
    title: 'What the guest had is there again',
    statement:
      'When a host LBR event comes and goes, the guest must find the records that it wrote before, and record again without a touch of an LBR MSR.',
    rationale:
      'The guest was told nothing. A profile that is empty or holds somebody else’s branches from some moment on is worse than none.',
    doesNotSay:
      'It does not say what the guest finds in between; see [LBR-MSR-28]. How soon is in the chapter on liveness.',
    sources: [
      kernel(
        'arch/x86/events/intel/lbr.c',
        'intel_pmu_lbr_add',
        'v6.12',
        'read',
        'resets for a first user that is new',
      ),
      mail('20230616113353.45202-1-xiong.y.zhang@intel.com', 'Xiong Zhang', '2023-06-16', 'said', 'patch 3/4'),
    ],
    model: ['src/spec/model/register/vlbr.ts#openHostEvent', 'src/spec/model/register/vlbr.ts#retryVlbr'],
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'arch-lbr-v2', 'coexist-2023'],
    notApplicable: NO_GUEST_LBR,
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, kind: priority, value: address, records: fc.boolean() }),
      classes: ['flexible', 'pinned', 'reads', 'records'],
      classify: ({ kind, records }) => [kind.endsWith('pinned') ? 'pinned' : 'flexible', records ? 'records' : 'reads'],
      holds: ({ host, cpuid, kind, value, records }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const { from } = vcpu.host;
        if (!hasLbr(vcpu) || vcpu.wrmsr(from, value).result !== 'ok') return undefined;
        vcpu.wrmsr(MSR.DEBUGCTL, 1n);
        vcpu.wrmsr(MSR.ARCH_LBR_CTL, 3n);
        vcpu.openHostEvent(kind);
        vcpu.closeHostEvent();
        if (!records) return vcpu.rdmsr(from).value === value;
        vcpu.branch(value, value);
        return vcpu.rdmsr(host.lbr === 'arch' ? from : from + 1).value === value;
      },
    },
  }),
];
