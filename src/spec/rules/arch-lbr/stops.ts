import * as fc from 'fast-check';
import { mail } from '../../kit/source.ts';
import { DEBUGCTL, MSR } from '../../model/register/index.ts';
import { archHost } from '../kit/register/arbitrary.ts';
import { NO_ARCH_LBR } from '../kit/register/exemptions.ts';
import { guestView } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { sdm, review, ON, recording, ctlOf, ctl } from './vcpu.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const EVENTS = 'src/spec/model/register/events.ts';

export const stopRules = [
  registerRule({
    id: 'LBR-ARCH-32',
    level: 'must',
    title: 'A debug exception clears LBREn, an NMI does not',
    statement:
      'A debug exception that is delivered to the guest must clear LBR_CTL.LBREn and nothing else of LBR_CTL, which an NMI leaves as it is.',
    rationale:
      'The series had the line in the function that injects NMIs. perf in the guest reads its records in an NMI, and recording would stay off from the first one on.',
    doesNotSay: 'It does not depend on who has the LBRs: the effect is architectural.',
    killedBy: ['archDb=no', 'archDb=on-nmi'],
    inTrace: { unseen: 'debug exceptions that hardware delivers, and what they clear, leave no mark' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [
      sdm('effects of #DB'),
      mail(
        '20221125040604.5051-1-weijiang.yang@intel.com',
        'Yang Weijiang',
        '2022-11-24',
        'said',
        '12/15 and the answer to it of 27 January 2023: the hunk handles NMIs, not #DB',
      ),
    ],
    model: [`${EVENTS}#deliverDb`, `${EVENTS}#deliverNmi`],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, value: ctl, nmi: fc.boolean() }),
      classes: ['#DB', 'NMI'],
      classify: ({ nmi }) => [nmi ? 'NMI' : '#DB'],
      holds: ({ host, value, nmi }, start) => {
        const vcpu = recording(start(host), value);
        if (!vcpu) return undefined;
        if (nmi) vcpu.nmi();
        else vcpu.db();
        return ctlOf(vcpu) === (nmi ? value : value & ~1n);
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-33',
    level: 'must',
    title: 'RESET clears LBREn, INIT does not',
    statement:
      'A RESET of the vCPU must clear LBR_CTL.LBREn, while an INIT leaves LBR_CTL, DEPTH and the records as they are.',
    rationale: 'INIT and a warm RESET are not the same thing. The series treated an INIT like a warm RESET.',
    doesNotSay: 'It does not say that a RESET keeps the records: whether KVM models a cold or a warm one is open.',
    killedBy: ['archReset=kept', 'archInit=lbren-cleared'],
    inTrace: { unseen: 'RESET and INIT of a vCPU leave no MSR access' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [
      sdm('INIT and RESET'),
      mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said', '12/15'),
    ],
    model: [`${EVENTS}#resetVcpu`, `${EVENTS}#initVcpu`],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, value: ctl, init: fc.boolean() }),
      classes: ['RESET', 'INIT'],
      classify: ({ init }) => [init ? 'INIT' : 'RESET'],
      holds: ({ host, value, init }, start) => {
        const vcpu = recording(start(host), value);
        if (!vcpu) return undefined;
        const before = guestView(vcpu);
        if (init) vcpu.init();
        else vcpu.reset();
        return init ? guestView(vcpu) === before : ((ctlOf(vcpu) ?? 0n) & 1n) === 0n;
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-34',
    level: 'must',
    title: 'RSM restores only LBREn',
    statement:
      'RSM must restore the LBR_CTL.LBREn that the SMI cleared, and keep every other bit as the SMM handler left it.',
    rationale: 'SMRAM has room for the enable bit. A restore of the whole MSR undoes what the handler wrote.',
    doesNotSay: 'It does not say where KVM keeps the bit; a vCPU without long mode has no SMRAM slot for it.',
    killedBy: ['archRsm=whole-ctl'],
    inTrace: { unseen: 'SMI and RSM of a vCPU leave no MSR access' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [sdm('effects of SMI and RSM'), review('Y9RMASMnzc3tPqvO@google.com', 'restore only LBREn')],
    model: [`${EVENTS}#enterSmm`, `${EVENTS}#leaveSmm`],
    exempt: [NO_ARCH_LBR],
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
        if (!vcpu) return undefined;
        vcpu.smi();
        const cleared = ((ctlOf(vcpu) ?? 1n) & 1n) === 0n;
        if (inSmm !== undefined) vcpu.wrmsr(MSR.ARCH_LBR_CTL, inSmm);
        vcpu.rsm();
        return cleared && ctlOf(vcpu) === (((inSmm ?? value) & ~1n) | (value & 1n));
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-35',
    level: 'must',
    title: 'A freezing PMI clears LBREn',
    statement:
      'On a vCPU with Arch LBR and a vPMU of version 2 or 3, a PMI with FREEZE_LBRS_ON_PMI set must clear LBR_CTL.LBREn and leave DEBUGCTL as it is.',
    rationale:
      'KVM implements version 2, whose freeze clears the enable bit. On Arch LBR that bit is in LBR_CTL; a draft cleared bit 0 of DEBUGCTL instead.',
    doesNotSay: 'It does not give the guest the freeze of version 4, where the enable bit stays.',
    killedBy: ['archPmiFreeze=debugctl', 'freezeInSmm=visible'],
    inTrace: { unseen: 'a PMI of the guest clears the bit in the VMCS, which leaves no mark' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [
      mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said', '06/15'),
      review('Y9RFTUqdS05WBCaW@google.com', 'host flavour decides the field'),
    ],
    disputed:
      'CPUs with Arch LBR have version 4 or above, where GLOBAL_STATUS freezes the records and LBREn stays set. A vPMU of version 2 with Arch LBR is a CPU that does not exist; the rule follows the series, because the guest sees version 2.',
    model: [`${EVENTS}#deliverPmi`],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, value: ctl, pmuVersion: fc.constantFrom(2, 3) }),
      classes: ['version 2', 'version 3'],
      classify: ({ pmuVersion }) => [`version ${pmuVersion}`],
      holds: ({ host, value, pmuVersion }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid({ pmuVersion });
        if (vcpu.wrmsr(MSR.ARCH_LBR_CTL, value).result !== 'ok') return undefined;
        vcpu.wrmsr(MSR.DEBUGCTL, DEBUGCTL.FREEZE_LBRS_ON_PMI);
        vcpu.pmi();
        return ctlOf(vcpu) === (value & ~1n) && vcpu.rdmsr(MSR.DEBUGCTL).value === DEBUGCTL.FREEZE_LBRS_ON_PMI;
      },
    },
  }),
];
