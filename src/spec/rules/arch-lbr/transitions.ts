import * as fc from 'fast-check';
import { kernel, mail, manual } from '../../kit/source.ts';
import { hostOf, isHostRecord, MSR, XFEATURE_LBR } from '../../model/register/index.ts';
import { address, anyCpuid, archHost, lbrHost } from '../kit/register/arbitrary.ts';
import { NO_ARCH_LBR } from '../kit/register/exemptions.ts';
import { guestView, hasArchLbr, recordEdges, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { archVcpu, sdm, review, ON, recording, ctlOf, ctl } from './vcpu.ts';
import { guestAccess, LBR_CTL_ROUND_TRIP } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const ARCH = 'src/spec/model/register/arch-lbr.ts';
const CPU = 'src/spec/model/register/cpu/arch-lbr.ts';
const XSAVE = 'src/spec/model/register/guest-xsave.ts';

export const transitionRules = [
  registerRule({
    id: 'LBR-ARCH-27',
    level: 'must',
    title: "The host's LBR_CTL survives the guest",
    statement: 'After a VM-exit, LBR_CTL must be what it was before the VM-entry while a host event has the LBRs.',
    rationale:
      'If "clear LBR_CTL" is on for everybody and nothing restores the register, the first VM-exit ends every host profile on that CPU.',
    doesNotSay: 'It does not say whether the guest is traced meanwhile; the chapter on entry and exit does.',
    killedBy: ['hostLbrCtl=not-restored'],
    inTrace: {
      ...LBR_CTL_ROUND_TRIP,
      hides: 'the same; LBR_CTL.LBREn written by perf stands for a host event that has the LBRs',
    },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [
      review('Y9RKaEzZ9tSKW1ZB@google.com', 'never restores the values of the host'),
      mail(
        'YD/GrQAl1NMPHXFj@google.com',
        'Sean Christopherson',
        '2021-03-03',
        'said',
        'how does LBR_CTL get restored on the host?',
      ),
    ],
    model: ['src/spec/model/register/session.ts#Session'],
    property: {
      arbitrary: fc.record({ host: archHost, cpuid: anyCpuid, wrmsr: fc.boolean() }),
      classes: ['the guest touches LBR_CTL', 'the guest does not'],
      classify: ({ wrmsr }) => [wrmsr ? 'the guest touches LBR_CTL' : 'the guest does not'],
      holds: ({ host, cpuid, wrmsr }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        vcpu.openHostEvent('cpu-pinned');
        const before = vcpu.hostRdmsr(MSR.ARCH_LBR_CTL).value;
        if (wrmsr) vcpu.wrmsr(MSR.ARCH_LBR_CTL, ON);
        else vcpu.run();
        return vcpu.hostRdmsr(MSR.ARCH_LBR_CTL).value === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-28',
    level: 'must',
    title: 'XSS[15] and Arch LBR go together',
    statement: 'A guest must be able to set XSS[15] if and only if it has Arch LBR.',
    rationale:
      'The state component is the feature. A guest that has one without the other faults in XRSTORS at boot, as Linux did.',
    doesNotSay:
      'It says what the guest may write, not what its XSAVES reaches: that depends on who has the LBRs, see [LBR-ARCH-38]. It says nothing of the other bits of XSS.',
    killedBy: ['archXss=with-host'],
    inTrace: guestAccess(
      'kvm_msr: msr_write da0 = 0x8000 with (#GP) in a guest with Arch LBR, or of bit 15 without it in one without',
      'whether the guest has Arch LBR, until it reads LBR_CTL or DEPTH',
    ),
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [sdm('XSAVES and XRSTORS'), review('Y9RLJsEGjXQ0IAlX@google.com', 'opt-in, not opt-out')],
    model: [`${ARCH}#accessXss`],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: anyCpuid, archLbr: fc.boolean() }),
      classes: ['legacy host', 'arch host', 'arch host, CPUID without Arch LBR'],
      classify: ({ host, archLbr }) => {
        if (host.lbr !== 'arch') return ['legacy host'];
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
  registerRule({
    id: 'LBR-ARCH-29',
    revision: 2,
    level: 'must',
    title: 'XSAVES and XRSTORS carry the records',
    statement:
      'With XSS[15] set, XRSTORS must bring back LBR_CTL and every record of an image that XSAVES made, and leave every record 0 for an image of another depth, also where a host event has the LBRs at that moment.',
    rationale:
      'Guest kernels switch LBR state with XSAVES. DEPTH is saved and never written by XRSTORS, which compares it instead. A KVM that takes bit 15 out of IA32_XSS for a guest without the LBRs makes its XSAVES store nothing and its XRSTORS fault; only XSS-exiting leaves the guest its instruction.',
    doesNotSay: 'It does not say that KVM may use XSAVES for the migration.',
    killedBy: ['guestXss=masked'],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason:
          'The rule was judged for an owner only, and the model sent the instructions of any other guest to a saved image, which no CPU does. For a guest without the LBRs the CPU works on the registers of the host, or exits.',
        before:
          'With XSS[15] set, XRSTORS must bring back LBR_CTL and every record of an image that XSAVES made, and leave every record 0 for an image of another depth.',
      },
    ],
    inTrace: { unseen: 'XSAVES and XRSTORS leave no mark' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [
      sdm('XSAVES and XRSTORS'),
      mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said'),
    ],
    model: [`${CPU}#xsaves`, `${CPU}#xrstors`, `${XSAVE}#guestXsaves`, `${XSAVE}#guestXrstors`],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({
        host: archHost,
        branch: address,
        other: address,
        mismatch: fc.boolean(),
        lost: fc.boolean(),
      }),
      classes: ['the same depth', 'another depth', 'lost'],
      classify: ({ mismatch, lost }) => [mismatch ? 'another depth' : 'the same depth', ...(lost ? ['lost'] : [])],
      holds: ({ host, branch, other, mismatch, lost }, start) => {
        const vcpu = recording(start(host));
        if (!vcpu) return undefined;
        vcpu.wrmsr(MSR.XSS, XFEATURE_LBR);
        vcpu.branch(branch, branch);
        const before = guestView(vcpu);
        vcpu.xsaves();
        vcpu.branch(other, other);
        vcpu.wrmsr(MSR.ARCH_LBR_CTL, 0n);
        if (lost) vcpu.openHostEvent('cpu-pinned');
        const { result } = vcpu.xrstors(mismatch ? BigInt(hostOf(host).depth - 8) : undefined);
        if (lost) vcpu.closeHostEvent();
        if (!mismatch) return result === 'ok' && guestView(vcpu) === before;
        return recordEdges(host).inside.every((msr) => vcpu.rdmsr(msr).value === 0n);
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-38',
    level: 'must',
    title: 'XSAVES and XRSTORS of a guest reach its own LBR state only',
    statement:
      'While a host event that excludes guests has the LBRs, XSAVES of the guest must not store a record of the host, and XRSTORS of the guest must not change a record or the LBR_CTL of the host.',
    rationale:
      'No MSR bitmap applies to the two instructions: with XSS[15] set they work on the registers of the CPU, whoever owns them. Only the XSS-exiting bitmap stops them, and KVM has it at 0.',
    doesNotSay: 'It does not say how KVM serves the instruction that exits; [LBR-ARCH-29] says what must come of it.',
    killedBy: ['guestXss=as-written'],
    inTrace: { unseen: 'XSAVES and XRSTORS leave no mark' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: true,
    sources: [
      manual('Intel SDM, Changes to Instruction Behavior in VMX Non-Root Operation', 'inferred', 'XSAVES and XRSTORS'),
      kernel('arch/x86/kvm/vmx/vmx.c', 'init_vmcs', 'v7.3', 'read', 'VMX_XSS_EXIT_BITMAP is 0'),
    ],
    model: [`${XSAVE}#guestXsaves`, 'src/spec/model/register/cpu/vmx.ts#xsavesExits'],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, value: address, touched: fc.boolean(), loads: fc.boolean() }),
      classes: ['XSAVES', 'XRSTORS', 'the guest had the LBRs before', 'it had not'],
      classify: ({ loads, touched }) => [
        loads ? 'XRSTORS' : 'XSAVES',
        touched ? 'the guest had the LBRs before' : 'it had not',
      ],
      holds: ({ host, value, touched, loads }, start) => {
        const vcpu = archVcpu(start(host));
        if (!vcpu || vcpu.wrmsr(MSR.XSS, XFEATURE_LBR).result !== 'ok') return undefined;
        if (touched) vcpu.wrmsr(MSR.ARCH_LBR_FROM_0, value);
        vcpu.openHostEvent('cpu-pinned');
        const hostView = (): string =>
          [MSR.ARCH_LBR_CTL, ...recordEdges(host).inside].map((msr) => seen(vcpu.hostRdmsr(msr))).join();
        const before = hostView();
        if (!loads) return !isHostRecord(vcpu.xsaves().value ?? 0n);
        vcpu.xrstors();
        return hostView() === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-31',
    revision: 2,
    level: 'must',
    title: "L1's LBR_CTL survives L2",
    statement: "An entry to L2 and an exit from it must leave L1's LBR_CTL as it is.",
    rationale:
      'The VMX controls for LBR_CTL are not offered to L1, so its VM-entries and VM-exits do not touch the MSR.',
    doesNotSay: 'It does not say that L2 may not write it: that is for L1 to intercept.',
    killedBy: ['archCtlNested=zeroed'],
    inTrace: { unseen: 'vmcs12 and vmcs02 leave no mark' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before: 'An entry to L2 and an exit from it must leave LBR_CTL of L1 as it is.',
        editorial: true,
      },
    ],
    sources: [review('Y9RKaEzZ9tSKW1ZB@google.com', 'if not enumerated to L1, its value must survive')],
    model: ['src/spec/model/register/nested.ts#enterL2'],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, value: ctl }),
      classes: ['a filter', 'no filter'],
      classify: ({ value }) => [value === 1n ? 'no filter' : 'a filter'],
      holds: ({ host, value }, start) => {
        const vcpu = recording(start(host), value);
        if (!vcpu) return undefined;
        vcpu.enterL2();
        const inL2 = ctlOf(vcpu);
        vcpu.exitL1();
        return inL2 === value && ctlOf(vcpu) === value;
      },
    },
  }),
];
