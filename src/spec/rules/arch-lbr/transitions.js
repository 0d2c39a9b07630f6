import * as fc from 'fast-check';
import { mail, manual } from '../../kit/source.ts';
import { DEBUGCTL, hostOf, MSR, XFEATURE_LBR } from '../../model/register/index.ts';
import { address, anyCpuid, archHost, lbrHost } from '../register/arbitrary.ts';
import { NO_ARCH_LBR } from '../register/designs.ts';
import { guestView, hasArchLbr, recordEdges } from '../register/observe.ts';
import { rule } from '../register/rule.ts';
const sdm = (section) => manual(`Intel SDM, Architectural Last Branch Records: ${section}`, 'inferred');
const review = (id, note) => mail(id, 'Sean Christopherson', '2023-01-27', 'said', note);
const EVENTS = 'src/spec/model/register/events.ts';
const ARCH = 'src/spec/model/register/arch-lbr.ts';
const ON = 0x7f0003n;
/** A vCPU with Arch LBR that records; undefined where the design has none. */
function recording(vcpu, ctl = ON) {
    vcpu.setCpuid();
    return vcpu.wrmsr(MSR.ARCH_LBR_CTL, ctl).result === 'ok' ? vcpu : undefined;
}
const ctlOf = (vcpu) => vcpu.rdmsr(MSR.ARCH_LBR_CTL).value;
/** LBR_CTL with the enable bit and some filter. */
const ctl = fc.constantFrom(1n, 3n, 7n, ON);
export const transitionRules = [
    rule({
        id: 'LBR-ARCH-27',
        level: 'must',
        title: 'LBR_CTL of the host survives the guest',
        statement: 'After a VM-exit, LBR_CTL must be what it was before the VM-entry while a host event has the LBRs.',
        rationale: 'With "clear LBR_CTL" on for everybody and nothing that restores it, the first VM-exit ends every host profile on that CPU.',
        doesNotSay: 'It does not say whether the guest is traced meanwhile; the chapter on entry and exit does.',
        sources: [
            review('Y9RKaEzZ9tSKW1ZB@google.com', 'never restores the values of the host'),
            mail('YD/GrQAl1NMPHXFj@google.com', 'Sean Christopherson', '2021-03-03', 'said', 'how does LBR_CTL get restored on the host?'),
        ],
        model: ['src/spec/model/register/session.ts#Session'],
        violatedOn: ['arch-lbr-v2'],
        property: {
            arbitrary: fc.record({ host: archHost, cpuid: anyCpuid, wrmsr: fc.boolean() }),
            classes: ['the guest touches LBR_CTL', 'the guest does not'],
            classify: ({ wrmsr }) => [wrmsr ? 'the guest touches LBR_CTL' : 'the guest does not'],
            holds: ({ host, cpuid, wrmsr }, start) => {
                const vcpu = start(host);
                vcpu.setCpuid(cpuid);
                vcpu.openHostEvent('cpu-pinned');
                const before = vcpu.hostRdmsr(MSR.ARCH_LBR_CTL).value;
                if (wrmsr)
                    vcpu.wrmsr(MSR.ARCH_LBR_CTL, ON);
                else
                    vcpu.run();
                return vcpu.hostRdmsr(MSR.ARCH_LBR_CTL).value === before;
            },
        },
    }),
    rule({
        id: 'LBR-ARCH-28',
        level: 'must',
        title: 'XSS[15] and Arch LBR go together',
        statement: 'A guest must be able to set XSS[15] if and only if it has Arch LBR.',
        rationale: 'The state component is the feature. A guest that has one without the other faults in XRSTORS at boot, as Linux did.',
        doesNotSay: 'It does not say anything of the other bits of XSS.',
        sources: [sdm('XSAVES and XRSTORS'), review('Y9RLJsEGjXQ0IAlX@google.com', 'opt-in, not opt-out')],
        model: [`${ARCH}#accessXss`],
        violatedOn: ['arch-lbr-v2'],
        property: {
            arbitrary: fc.record({ host: lbrHost, cpuid: anyCpuid, archLbr: fc.boolean() }),
            classes: ['legacy host', 'arch host', 'arch host, CPUID without Arch LBR'],
            classify: ({ host, archLbr }) => {
                if (host.lbr !== 'arch')
                    return ['legacy host'];
                return [archLbr ? 'arch host' : 'arch host, CPUID without Arch LBR'];
            },
            holds: ({ host, cpuid, archLbr }, start) => {
                const vcpu = start(host);
                vcpu.setCpuid({ ...cpuid, archLbr });
                const set = vcpu.wrmsr(MSR.XSS, XFEATURE_LBR).result === 'ok';
                return set === (host.lbr === 'arch' && hasArchLbr(vcpu));
            },
        },
    }),
    rule({
        id: 'LBR-ARCH-29',
        level: 'must',
        title: 'XSAVES carries the records',
        statement: 'With XSS[15] set, XRSTORS of an image that XSAVES made must bring back LBR_CTL and every record, and of an image of another depth must leave every record 0.',
        rationale: 'Guest kernels switch LBR state with XSAVES. DEPTH is saved and never written by XRSTORS, which compares it instead.',
        doesNotSay: 'It does not say that KVM may use XSAVES for the migration.',
        sources: [
            sdm('XSAVES and XRSTORS'),
            mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said'),
        ],
        model: [`${ARCH}#xsaves`, `${ARCH}#xrstors`],
        violatedOn: [],
        notApplicable: NO_ARCH_LBR,
        property: {
            arbitrary: fc.record({ host: archHost, branch: address, other: address, mismatch: fc.boolean() }),
            classes: ['the same depth', 'another depth'],
            classify: ({ mismatch }) => [mismatch ? 'another depth' : 'the same depth'],
            holds: ({ host, branch, other, mismatch }, start) => {
                const vcpu = recording(start(host));
                if (!vcpu)
                    return undefined;
                vcpu.wrmsr(MSR.XSS, XFEATURE_LBR);
                vcpu.branch(branch, branch);
                const before = guestView(vcpu);
                vcpu.xsaves();
                vcpu.branch(other, other);
                vcpu.wrmsr(MSR.ARCH_LBR_CTL, 0n);
                if (!mismatch) {
                    vcpu.xrstors();
                    return guestView(vcpu) === before;
                }
                vcpu.xrstors(BigInt(hostOf(host).depth - 8));
                return recordEdges(host).inside.every((msr) => vcpu.rdmsr(msr).value === 0n);
            },
        },
    }),
    rule({
        id: 'LBR-ARCH-31',
        level: 'must',
        title: 'LBR_CTL of L1 survives L2',
        statement: 'An entry to L2 and an exit from it must leave LBR_CTL of L1 as it is.',
        rationale: 'The VMX controls for LBR_CTL are not offered to L1, so its VM-entries and VM-exits do not touch the MSR.',
        doesNotSay: 'It does not say that L2 may not write it: that is for L1 to intercept.',
        sources: [review('Y9RKaEzZ9tSKW1ZB@google.com', 'if not enumerated to L1, its value must survive')],
        model: ['src/spec/model/register/nested.ts#enterL2'],
        violatedOn: ['arch-lbr-v2'],
        notApplicable: NO_ARCH_LBR,
        property: {
            arbitrary: fc.record({ host: archHost, value: ctl }),
            classes: ['a filter', 'no filter'],
            classify: ({ value }) => [value === 1n ? 'no filter' : 'a filter'],
            holds: ({ host, value }, start) => {
                const vcpu = recording(start(host), value);
                if (!vcpu)
                    return undefined;
                vcpu.enterL2();
                const inL2 = ctlOf(vcpu);
                vcpu.exitL1();
                return inL2 === value && ctlOf(vcpu) === value;
            },
        },
    }),
    rule({
        id: 'LBR-ARCH-32',
        level: 'must',
        title: 'A debug exception clears LBREn, an NMI does not',
        statement: 'A debug exception that is delivered to the guest must clear LBR_CTL.LBREn and nothing else, and an NMI must leave LBR_CTL as it is.',
        rationale: 'The series had the line in the function that injects NMIs. perf in the guest reads its records in an NMI and would find the recording off ever after.',
        doesNotSay: 'It does not depend on who has the LBRs: the effect is architectural.',
        sources: [sdm('effects of #DB'), review('Y9RMASMnzc3tPqvO@google.com', 'the hunk handles NMIs, not #DB')],
        model: [`${EVENTS}#deliverDb`, `${EVENTS}#deliverNmi`],
        violatedOn: ['arch-lbr-v2'],
        notApplicable: NO_ARCH_LBR,
        property: {
            arbitrary: fc.record({ host: archHost, value: ctl, nmi: fc.boolean() }),
            classes: ['#DB', 'NMI'],
            classify: ({ nmi }) => [nmi ? 'NMI' : '#DB'],
            holds: ({ host, value, nmi }, start) => {
                const vcpu = recording(start(host), value);
                if (!vcpu)
                    return undefined;
                if (nmi)
                    vcpu.nmi();
                else
                    vcpu.db();
                return ctlOf(vcpu) === (nmi ? value : value & ~1n);
            },
        },
    }),
    rule({
        id: 'LBR-ARCH-33',
        level: 'must',
        title: 'RESET clears LBREn, INIT does not',
        statement: 'A RESET of the vCPU must clear LBR_CTL.LBREn, and an INIT must leave LBR_CTL, DEPTH and the records as they are.',
        rationale: 'INIT and a warm RESET are not the same thing. The series treated the one like the other.',
        doesNotSay: 'It does not say that a RESET keeps the records: whether KVM models a cold or a warm one is open.',
        sources: [
            sdm('INIT and RESET'),
            mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said', '12/15'),
        ],
        model: [`${EVENTS}#resetVcpu`, `${EVENTS}#initVcpu`],
        violatedOn: ['arch-lbr-v2'],
        notApplicable: NO_ARCH_LBR,
        property: {
            arbitrary: fc.record({ host: archHost, value: ctl, init: fc.boolean() }),
            classes: ['RESET', 'INIT'],
            classify: ({ init }) => [init ? 'INIT' : 'RESET'],
            holds: ({ host, value, init }, start) => {
                const vcpu = recording(start(host), value);
                if (!vcpu)
                    return undefined;
                const before = guestView(vcpu);
                if (init)
                    vcpu.init();
                else
                    vcpu.reset();
                return init ? guestView(vcpu) === before : ((ctlOf(vcpu) ?? 0n) & 1n) === 0n;
            },
        },
    }),
    rule({
        id: 'LBR-ARCH-34',
        level: 'must',
        title: 'RSM restores LBREn alone',
        statement: 'An SMI must clear LBR_CTL.LBREn, and RSM must restore LBREn and keep every other bit as the SMM handler left it.',
        rationale: 'SMRAM has room for the enable bit. A restore of the whole MSR undoes what the handler wrote.',
        doesNotSay: 'It does not say where KVM keeps the bit; a vCPU without long mode has no SMRAM slot for it.',
        sources: [sdm('effects of SMI and RSM'), review('Y9RMASMnzc3tPqvO@google.com', 'restore only LBREn')],
        model: [`${EVENTS}#enterSmm`, `${EVENTS}#leaveSmm`],
        violatedOn: ['arch-lbr-v2'],
        notApplicable: NO_ARCH_LBR,
        property: {
            arbitrary: fc.record({
                host: archHost,
                value: fc.constantFrom(0n, 1n, 3n, ON),
                inSmm: fc.option(fc.constantFrom(0n, 2n, 0x10000n), { nil: undefined }),
            }),
            classes: ['the handler writes LBR_CTL', 'the handler does not'],
            classify: ({ inSmm }) => [inSmm === undefined ? 'the handler does not' : 'the handler writes LBR_CTL'],
            holds: ({ host, value, inSmm }, start) => {
                const vcpu = recording(start(host), value);
                if (!vcpu)
                    return undefined;
                vcpu.smi();
                const cleared = ((ctlOf(vcpu) ?? 1n) & 1n) === 0n;
                if (inSmm !== undefined)
                    vcpu.wrmsr(MSR.ARCH_LBR_CTL, inSmm);
                vcpu.rsm();
                return cleared && ctlOf(vcpu) === (((inSmm ?? value) & ~1n) | (value & 1n));
            },
        },
    }),
    rule({
        id: 'LBR-ARCH-35',
        level: 'must',
        title: 'A freezing PMI clears LBREn',
        statement: 'On a vCPU with Arch LBR and a vPMU of version 2 or 3, a PMI with FREEZE_LBRS_ON_PMI set must clear LBR_CTL.LBREn and leave DEBUGCTL as it is.',
        rationale: 'KVM implements version 2, whose freeze clears the enable bit. On Arch LBR that bit is in LBR_CTL; a draft cleared bit 0 of DEBUGCTL instead.',
        doesNotSay: 'It does not give the guest the freeze of version 4, where the enable bit stays.',
        sources: [
            mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said', '06/15'),
            review('Y9RFTUqdS05WBCaW@google.com', 'host flavour decides the field'),
        ],
        disputed: 'CPUs with Arch LBR have version 4 or above, where GLOBAL_STATUS freezes the records and LBREn stays set. A vPMU of version 2 with Arch LBR is a CPU that does not exist; the rule follows the series, because the guest sees version 2.',
        model: [`${EVENTS}#deliverPmi`],
        violatedOn: [],
        notApplicable: NO_ARCH_LBR,
        property: {
            arbitrary: fc.record({ host: archHost, value: ctl, pmuVersion: fc.constantFrom(2, 3) }),
            classes: ['version 2', 'version 3'],
            classify: ({ pmuVersion }) => [`version ${pmuVersion}`],
            holds: ({ host, value, pmuVersion }, start) => {
                const vcpu = start(host);
                vcpu.setCpuid({ pmuVersion });
                if (vcpu.wrmsr(MSR.ARCH_LBR_CTL, value).result !== 'ok')
                    return undefined;
                vcpu.wrmsr(MSR.DEBUGCTL, DEBUGCTL.FREEZE_LBRS_ON_PMI);
                vcpu.pmi();
                return ctlOf(vcpu) === (value & ~1n) && vcpu.rdmsr(MSR.DEBUGCTL).value === DEBUGCTL.FREEZE_LBRS_ON_PMI;
            },
        },
    }),
];
