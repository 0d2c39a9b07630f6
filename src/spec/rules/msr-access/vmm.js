import * as fc from 'fast-check';
import { kernel, mail } from '../../kit/source.ts';
import { isHostRecord } from '../../model/register/index.ts';
import { address, lbrCpuid, lbrHost, priority } from '../register/arbitrary.ts';
import { NO_GUEST_LBR } from '../register/designs.ts';
import { hasLbr, recordEdges, seen } from '../register/observe.ts';
import { rule } from '../register/rule.ts';
const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const ACCESS = kernel(PMU_INTEL, 'intel_pmu_handle_lbr_msrs_access', 'v6.12', 'read', 'host_initiated is not consulted');
const MODEL = [
    'src/spec/model/register/record-access.ts#trappedAccess',
    'src/spec/model/register/record-access.ts#savedStateAccess',
];
/** The host loses the LBRs, or gets them, where that is how the design treats a pinned newcomer. */
const contend = (vcpu) => void vcpu.openHostEvent('cpu-pinned');
export const vmmRules = [
    rule({
        id: 'LBR-MSR-25',
        level: 'must',
        title: 'The VMM reads what the guest reads',
        statement: 'While nobody else uses the LBRs, KVM must give the VMM for each LBR MSR of the vCPU the value that the guest would read.',
        rationale: 'This is what a save is made of.',
        doesNotSay: 'It says nothing of a vCPU that has lost the LBRs: the guest reads 0 then, the VMM may read the records.',
        sources: [ACCESS],
        model: MODEL,
        violatedOn: [],
        notApplicable: NO_GUEST_LBR,
        property: {
            arbitrary: fc.record({
                host: lbrHost,
                cpuid: lbrCpuid,
                which: fc.nat(7),
                value: address,
                vmmFirst: fc.boolean(),
            }),
            classes: ['the guest first', 'the VMM first'],
            classify: ({ vmmFirst }) => [vmmFirst ? 'the VMM first' : 'the guest first'],
            holds: ({ host, cpuid, which, value, vmmFirst }, start) => {
                const vcpu = start(host);
                vcpu.setCpuid(cpuid);
                const { inside } = recordEdges(host);
                const msr = inside[which % inside.length];
                const { result } = vmmFirst ? vcpu.setMsr(msr, value) : vcpu.wrmsr(msr, value);
                if (result !== 'ok')
                    return undefined;
                const vmm = seen(vcpu.getMsr(msr));
                return vmm === seen(vcpu.rdmsr(msr)) && vmm === seen({ result: 'ok', value });
            },
        },
    }),
    rule({
        id: 'LBR-MSR-26',
        level: 'must',
        title: 'VMM access takes nothing from the host',
        statement: 'KVM_GET_MSRS or KVM_SET_MSRS of an LBR MSR must not change what a host LBR event finds in the records.',
        rationale: 'The ioctl runs in a thread of the VMM at a time of its own. Today it creates the vLBR event there, and a system-wide profile loses its records because somebody took a snapshot.',
        doesNotSay: 'It does not say that a guest access leaves the host alone; ownership decides that.',
        sources: [ACCESS, mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said')],
        model: MODEL,
        violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'arch-lbr-v2', 'coexist-2023', 'request'],
        notApplicable: NO_GUEST_LBR,
        property: {
            arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, kind: priority, write: fc.boolean() }),
            classes: ['get', 'set', 'flexible', 'pinned'],
            classify: ({ kind, write }) => [write ? 'set' : 'get', kind.endsWith('pinned') ? 'pinned' : 'flexible'],
            holds: ({ host, cpuid, kind, write }, start) => {
                const vcpu = start(host);
                vcpu.setCpuid(cpuid);
                vcpu.openHostEvent(kind);
                const msr = vcpu.host.from;
                const before = vcpu.hostRdmsr(msr).value;
                const { result } = write ? vcpu.setMsr(msr, 0x401000n) : vcpu.getMsr(msr);
                if (result !== 'ok')
                    return undefined;
                return vcpu.hostRdmsr(msr).value === before;
            },
        },
    }),
    rule({
        id: 'LBR-MSR-27',
        level: 'must',
        title: 'A VMM write that succeeds is kept',
        statement: 'A KVM_SET_MSRS of an LBR MSR that reports success must be what KVM_GET_MSRS reads afterwards, whoever has the LBRs.',
        rationale: 'A dropped write with a report of success is a migration that lost the records and does not know it.',
        doesNotSay: 'It does not say that KVM must be able to store the value; a refusal is an answer too.',
        sources: [ACCESS],
        model: MODEL,
        violatedOn: ['v5.12', 'v6.2', 'v6.12', 'arch-lbr-v2', 'coexist-2023', 'request'],
        notApplicable: NO_GUEST_LBR,
        property: {
            arbitrary: fc.record({
                host: lbrHost,
                cpuid: lbrCpuid,
                value: fc.oneof(address, fc.constant(0x0123456789abcdefn)),
                contended: fc.boolean(),
            }),
            classes: ['contended', 'free', 'a value that the CPU refuses'],
            classify: ({ value, contended }) => [
                contended ? 'contended' : 'free',
                ...(value === 0x0123456789abcdefn ? ['a value that the CPU refuses'] : []),
            ],
            holds: ({ host, cpuid, value, contended }, start) => {
                const vcpu = start(host);
                vcpu.setCpuid(cpuid);
                if (contended)
                    contend(vcpu);
                const msr = vcpu.host.from;
                if (vcpu.setMsr(msr, value).result !== 'ok')
                    return undefined;
                return vcpu.getMsr(msr).value === value;
            },
        },
    }),
    rule({
        id: 'LBR-MSR-28',
        level: 'must',
        title: 'Contention never faults',
        statement: 'Whether a guest access to an LBR MSR faults must not depend on what the host does with the LBRs.',
        rationale: 'A guest cannot see the host. A fault that comes and goes with it would crash a guest kernel that has probed the MSR before.',
        doesNotSay: 'It does not say what the guest reads: a non-owner reads 0, and cannot tell.',
        sources: [
            ACCESS,
            mail('20230801035836.1048879-1-xiong.y.zhang@intel.com', 'Xiong Zhang', '2023-08-01', 'said', 'reads give 0, writes vanish'),
        ],
        model: MODEL,
        disputed: 'Jim Mattson asked in 2021 how a guest is to know that its LBRs are gone. Nobody proposed a fault; the 2023 draft lists the silence as a gap. The model says what follows: no access of the guest tells the two cases apart.',
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
                const { inside } = recordEdges(host);
                const msr = inside[which % inside.length];
                const run = (vcpu, contended) => {
                    vcpu.setCpuid(cpuid);
                    if (contended && hostFirst)
                        vcpu.openHostEvent(kind);
                    if (!hasLbr(vcpu))
                        return undefined;
                    if (contended && !hostFirst)
                        vcpu.openHostEvent(kind);
                    return (write ? vcpu.wrmsr(msr, 0x401000n) : vcpu.rdmsr(msr)).result;
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
        rationale: 'Records name addresses of the host kernel. perf resets the records only for an event that is new and the first LBR user of the CPU; beside a pinned host event the vLBR event is neither.',
        doesNotSay: 'It says nothing of interleavings inside one access; the chapter on isolation does.',
        sources: [
            kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_add', 'v6.12', 'read'),
            kernel('arch/x86/events/intel/core.c', '__intel_get_event_constraints', 'v6.12', 'inferred', 'both events are ACTIVE'),
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
                if (guestFirst)
                    vcpu.rdmsr(msr);
                vcpu.openHostEvent(kind);
                if (closes)
                    vcpu.closeHostEvent();
                const { result, value } = vcpu.rdmsr(msr);
                return result === 'ok' && value !== undefined ? !isHostRecord(value) : undefined;
            },
        },
    }),
];
