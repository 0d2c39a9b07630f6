import { kernel, mail } from '../../kit/source.ts';
import { cpuOfVcpu, guestOwner } from '../../model/protocol/observe.ts';
import { protocolRule } from '../protocol-rule.ts';
const ACCESS = kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read');
export const msrAccessProtocol = [
    protocolRule({
        id: 'LBR-MSR-1',
        level: 'must',
        title: 'Who does not own the LBRs reads 0',
        statement: 'A read of an LBR MSR on behalf of a guest that does not own the LBRs must give 0.',
        rationale: 'There is nothing of the guest in the registers, and what is there is somebody else’s.',
        doesNotSay: 'It does not say that the guest can tell; [LBR-LIV-3] does.',
        sources: [ACCESS, mail('20210108013704.134985-7-like.xu@linux.intel.com', 'Like Xu', '2021-01-08', 'said')],
        violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'coexist-2023'],
        securityBoundary: true,
        disputed: 'Whether a guest should get zeros or a fault was asked in 2019 and again in 2023. Every release gives zeros; the contract keeps that and adds a notice.',
        model: ['src/spec/model/protocol/actions/kvm.ts#accessLbrMsr'],
        property: (m) => ({
            kind: 'step',
            witness: (_before, action, after) => action.name !== 'guest.pebs_record' && after.seen.reader > 0 && !ownedBefore(m, after, after.seen.reader - 1),
            holds: (before, action, after) => {
                const { reader, records, select, tos } = after.seen;
                if (reader === 0 || action.name === 'guest.pebs_record')
                    return true;
                return (ownedBefore(m, before, reader - 1) ||
                    ownedBefore(m, after, reader - 1) ||
                    (records === 0 && select === 0 && tos === 0));
            },
        }),
    }),
    protocolRule({
        id: 'LBR-MSR-2',
        level: 'must',
        title: 'Who does not own the LBRs writes nothing',
        statement: 'A write of an LBR MSR by a guest must not reach the registers of a pCPU whose LBRs that guest does not own.',
        rationale: 'It would overwrite records of the owner.',
        doesNotSay: 'It does not say that the write faults; it vanishes.',
        sources: [ACCESS],
        violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'coexist-2023'],
        securityBoundary: true,
        model: ['src/spec/model/protocol/actions/kvm.ts#accessLbrMsr'],
        property: (m) => ({
            kind: 'step',
            witness: (_before, _action, after) => after.seen.writer > 0,
            holds: (before, _action, after) => after.seen.writer === 0 || guestOwner(m, before, after.seen.writtenCpu - 1) === after.seen.writer - 1,
        }),
    }),
];
/** Whether the guest of a vCPU owns the LBRs of the pCPU that its thread runs on. */
function ownedBefore(m, w, vcpu) {
    const cpu = cpuOfVcpu(m, w, vcpu);
    return cpu >= 0 && guestOwner(m, w, cpu) === vcpu;
}
