import * as fc from 'fast-check';
import { kernel, mail } from '../../kit/source.ts';
import type { Session } from '../../model/register/index.ts';
import { lbrCpuid, lbrHost, priority } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { hasLbr, isControl, recordEdges, writableMsr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { ACCESS, MODEL } from './contend.ts';
import { kvmAccess, NO_READ } from '../kit/in-trace.ts';

/** What a guest gets while a host event has the LBRs. */
export const contentionRules = [
  registerRule({
    id: 'LBR-MSR-28',
    revision: 2,
    level: 'must',
    title: 'Contention never faults',
    statement:
      'Whether a guest access to an LBR MSR faults must not depend on what the host does with the LBRs, unless the guest writes a value that the CPU refuses.',
    rationale:
      'A guest cannot see the host. A fault that depends on the host would crash a guest kernel that has probed the MSR before.',
    doesNotSay:
      'It does not say what the guest reads: a non-owner reads 0, and cannot tell. A value that the CPU refuses faults for an owner [LBR-MSR-24] and vanishes like any other for a non-owner.',
    killedBy: ['lostAccess=fault'],
    inTrace: {
      unseen:
        'two outcomes of the same access violate LBR-MSR-20 or LBR-MSR-21; that contention is the reason cannot be shown',
    },
    onHardware: 'selftest',
    securityBoundary: false,
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
      'Jim Mattson asked in 2021 how a guest could know that its LBRs are gone. Nobody proposed a fault; the 2023 draft lists the silence as a gap. The model shows the consequence: no access by the guest distinguishes the two cases.',
    exempt: [NO_GUEST_LBR],
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
        const free = run(start(host, 'a vCPU without a host event beside it'), false);
        return free === undefined ? undefined : run(start(host), true) === free;
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-29',
    level: 'must',
    title: 'A guest RDMSR never returns a host record',
    statement: 'A guest RDMSR of an LBR MSR must not give a value that a host branch left there.',
    rationale:
      'Records name addresses of the host kernel. perf resets the records only for an event that is new and the first LBR user of the CPU; beside a pinned host event the vLBR event is neither.',
    doesNotSay: 'It says nothing of interleavings inside one access; the chapter on isolation does.',
    killedBy: ['vlbrFirstUse=reset-if-first-user'],
    inTrace: kvmAccess(
      NO_READ,
      'VM-entries and VM-exits are recorded, a line shows a record MSR written, no guest has run on the CPU since, and the guest gets another value',
      'who left a value in a record, in every other case',
    ),
    onHardware: 'selftest',
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
    exempt: [NO_GUEST_LBR],
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
];
