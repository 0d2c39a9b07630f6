import * as fc from 'fast-check';
import { kernel, mail, manual } from '../../kit/source.ts';
import { DEBUGCTL, MSR, type Session } from '../../model/register/index.ts';
import { address, debugctlValue, legacyHost, lbrHost, anyCpuid } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { guestView, hasArchLbr, hasLegacyLbr, ownsFlavour } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const DELIVER = kernel(PMU_INTEL, 'intel_pmu_deliver_pmi', 'v6.12', 'read');
const SDM = manual('Intel SDM, Debug Controls: FREEZE_LBRS_ON_PMI', 'inferred');
const MODEL = ['src/spec/model/register/events.ts#deliverPmi'];

/** A vCPU that records, of the given vPMU version; undefined where it has no LBR. */
function recording(vcpu: Session, pmuVersion: number, debugctl: bigint): Session | undefined {
  vcpu.setCpuid({ pmuVersion });
  if (!ownsFlavour(vcpu)) return undefined;
  vcpu.wrmsr(MSR.DEBUGCTL, debugctl | DEBUGCTL.LBR);
  if (hasArchLbr(vcpu)) vcpu.wrmsr(MSR.ARCH_LBR_CTL, 3n);
  return vcpu;
}

export const freezeRegister = [
  registerRule({
    id: 'LBR-FRZ-20',
    level: 'must',
    title: 'A freezing PMI clears DEBUGCTL.LBR and nothing else',
    statement:
      'On a vCPU with legacy LBR and a vPMU of version 2 or 3, a PMI with FREEZE_LBRS_ON_PMI set must clear DEBUGCTL.LBR and leave every other bit and every record as it was.',
    rationale: 'This is the CPU’s legacy freeze. The handler reads the records and sets LBR again.',
    doesNotSay: 'It says nothing of counters: FREEZE_PERFMON_ON_PMI is never there.',
    killedBy: ['pmiFreeze=clears-freeze-bit', 'freezeInSmm=visible', 'pmiFreeze=empties-records'],
    inTrace: UNSEEN.freeze,
    onHardware: UNTESTED.guestPmi,
    securityBoundary: false,
    sources: [DELIVER, SDM],
    model: MODEL,
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: legacyHost, pmuVersion: fc.constantFrom(2, 3), from: address, to: address }),
      classes: ['version 2', 'version 3'],
      classify: ({ pmuVersion }) => [`version ${pmuVersion}`],
      holds: ({ host, pmuVersion, from, to }, start) => {
        const vcpu = recording(start(host), pmuVersion, DEBUGCTL.FREEZE_LBRS_ON_PMI);
        if (!vcpu || !hasLegacyLbr(vcpu)) return undefined;
        vcpu.branch(from, to);
        const before = guestView(vcpu).replace('0x1d9 ok 0x801', '0x1d9 ok 0x800');
        vcpu.pmi();
        return guestView(vcpu) === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-FRZ-21',
    level: 'must',
    title: 'Nothing is recorded after a freezing PMI',
    statement:
      'After a PMI with FREEZE_LBRS_ON_PMI set, no branch of the guest must change the records before the guest starts the recording again, whatever vPMU version of 2 or above its CPUID has.',
    rationale:
      'The handler’s own branches would push out the records that it wants to read. KVM freezes for version 2 and 3, takes the version from the guest’s CPUID unchecked, and does not implement the freeze of version 4.',
    doesNotSay: 'It does not say by which bit the recording stops.',
    killedBy: ['vcpuPmuVersion=verbatim', 'archPmiFreeze=debugctl', 'bug A06'],
    inTrace: UNSEEN.freeze,
    onHardware: UNTESTED.guestPmi,
    securityBoundary: false,
    sources: [
      DELIVER,
      kernel(PMU_INTEL, 'intel_pmu_refresh', 'v6.12', 'read', 'the version of guest CPUID is taken verbatim'),
      mail(
        '20230901072809.640175-3-xiong.y.zhang@intel.com',
        'Xiong Zhang',
        '2023-09-01',
        'said',
        'the freeze of version 4; not merged',
      ),
    ],
    model: [...MODEL, 'src/spec/model/register/refresh.ts#refreshPmu'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: lbrHost, pmuVersion: fc.constantFrom(2, 3, 4, 5), from: address, to: address }),
      classes: ['version 2 or 3', 'version 4 or above'],
      classify: ({ pmuVersion }) => [pmuVersion < 4 ? 'version 2 or 3' : 'version 4 or above'],
      holds: ({ host, pmuVersion, from, to }, start) => {
        const vcpu = recording(start(host), pmuVersion, DEBUGCTL.FREEZE_LBRS_ON_PMI);
        if (!vcpu) return undefined;
        vcpu.branch(from, to);
        vcpu.pmi();
        const frozen = guestView(vcpu);
        vcpu.branch(to, from);
        return guestView(vcpu) === frozen;
      },
    },
  }),
  registerRule({
    id: 'LBR-FRZ-22',
    level: 'must',
    title: 'Without the freeze bit a PMI changes nothing',
    statement: 'A PMI with FREEZE_LBRS_ON_PMI clear must leave DEBUGCTL, LBR_CTL and the records as they are.',
    rationale:
      'Call-stack mode runs without the freeze bit: a stack that stops at a PMI no longer matches the calls and returns that follow.',
    doesNotSay: 'It does not say that the handler’s branches stay out of the records.',
    killedBy: ['pmiFreeze=always'],
    inTrace: UNSEEN.freeze,
    onHardware: UNTESTED.guestPmi,
    securityBoundary: false,
    sources: [DELIVER, kernel('arch/x86/events/intel/lbr.c', '__intel_pmu_lbr_enable', 'v6.12', 'inferred')],
    model: MODEL,
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: anyCpuid,
        value: debugctlValue.map((value) => value & ~DEBUGCTL.FREEZE_LBRS_ON_PMI),
      }),
      classes: ['recording', 'not recording'],
      classify: ({ value }) => [(value & DEBUGCTL.LBR) === 0n ? 'not recording' : 'recording'],
      holds: ({ host, cpuid, value }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (host.lbr === 'arch' && !hasArchLbr(vcpu)) return undefined;
        if (vcpu.wrmsr(MSR.DEBUGCTL, value).result !== 'ok') return undefined;
        if (hasArchLbr(vcpu)) vcpu.wrmsr(MSR.ARCH_LBR_CTL, value & DEBUGCTL.LBR);
        const before = guestView(vcpu);
        vcpu.pmi();
        return guestView(vcpu) === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-FRZ-23',
    level: 'must',
    title: 'A guest can restart recording after a freezing PMI',
    revision: 2,
    statement:
      'After a freezing PMI, a guest that sets the enable bit again must find its next branch on top of the records that it had at the PMI, also where its thread was scheduled out in between.',
    rationale:
      'If the guest cannot undo the freeze, or the freeze empties the stack, the guest loses the feature. The freeze clears the enable bit, and a clear bit is what KVM takes for disuse: a task switch between the PMI and its handler costs the records that the handler is going to read.',
    doesNotSay: 'It does not ask the guest to set the bit again; the guest decides that.',
    killedBy: ['pmiFreeze=empties-records', 'lazyRelease=drops-records'],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason:
          'The verdict "holds" on every release was wrong, because in the model no vCPU thread was ever scheduled out between the PMI and its handler. KVM releases the event there, and the records go with it.',
        before:
          'After a freezing PMI, a guest that sets the enable bit again must find its next branch on top of the records that it had at the PMI.',
      },
    ],
    inTrace: UNSEEN.freeze,
    onHardware: UNTESTED.guestPmi,
    securityBoundary: false,
    sources: [
      DELIVER,
      SDM,
      kernel(PMU_INTEL, 'intel_pmu_cleanup', 'v7.3', 'read', 'releases the event of a clear bit'),
    ],
    model: [
      ...MODEL,
      'src/spec/model/register/vlbr.ts#preemptVcpu',
      'src/spec/model/register/guest-mode.ts#takeBranch',
    ],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        pmuVersion: fc.constantFrom(2, 3),
        older: address,
        newer: address,
        preempted: fc.boolean(),
      }),
      classes: ['version 2', 'version 3', 'scheduled out'],
      classify: ({ pmuVersion, preempted }) => [`version ${pmuVersion}`, ...(preempted ? ['scheduled out'] : [])],
      holds: ({ host, pmuVersion, older, newer, preempted }, start) => {
        const vcpu = recording(start(host), pmuVersion, DEBUGCTL.FREEZE_LBRS_ON_PMI);
        if (!vcpu) return undefined;
        vcpu.branch(older, older);
        vcpu.pmi();
        if (preempted) vcpu.preempt();
        vcpu.wrmsr(MSR.DEBUGCTL, DEBUGCTL.LBR | DEBUGCTL.FREEZE_LBRS_ON_PMI);
        vcpu.wrmsr(MSR.ARCH_LBR_CTL, 3n);
        vcpu.branch(newer, newer);
        const { from } = vcpu.host;
        const [top, below] = hasArchLbr(vcpu)
          ? [0, 1]
          : [Number(vcpu.rdmsr(MSR.LBR_TOS).value), Number(vcpu.rdmsr(MSR.LBR_TOS).value) - 1];
        return vcpu.rdmsr(from + top).value === newer && vcpu.rdmsr(from + below).value === older;
      },
    },
  }),
];
