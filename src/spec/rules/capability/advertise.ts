import * as fc from 'fast-check';
import { commit, kernel, mail } from '../../kit/source.ts';
import { hostOf, MSR, PERF_CAP, type Host, type Session } from '../../model/register/index.ts';
import { archHost, legacyHost, lbrHost } from '../register/arbitrary.ts';
import { NO_GUEST_LBR } from '../register/designs.ts';
import { hasArchLbr, hasLbr } from '../register/observe.ts';
import { rule } from '../register/rule.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const ADVERTISE = kernel(VMX, 'vmx_get_perf_capabilities', 'v7.3', 'read');
const MODEL = ['src/spec/model/register/capability.ts#advertisedLbrFmt'];

/** What KVM offers in PERF_CAPABILITIES. */
const offered = (vcpu: Session): bigint => vcpu.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n;
const offeredFmt = (vcpu: Session): bigint => offered(vcpu) & PERF_CAP.LBR_FMT;

/** A record MSR that the guest wrote reads as written: guest LBR is there and works. */
function recordWorks(vcpu: Session): boolean {
  const from = vcpu.host.from;
  vcpu.setCpuid();
  vcpu.wrmsr(MSR.DEBUGCTL, 1n);
  vcpu.wrmsr(MSR.ARCH_LBR_CTL, 1n);
  return vcpu.wrmsr(from, 0x401000n).result === 'ok' && vcpu.rdmsr(from).value === 0x401000n;
}

export const advertiseRules = [
  rule({
    id: 'LBR-CAP-1',
    level: 'must',
    title: 'LBR_FMT is offered only where guest LBR works',
    statement:
      'KVM must offer a non-zero LBR_FMT only on a host where a guest that takes it finds records that hold what they are given.',
    rationale:
      'LBR_FMT is a promise. On a host where perf found no LBRs, no event can ever own them, and the guest reads zeros for ever.',
    doesNotSay: 'It does not say that the records are free: a contender may have them.',
    sources: [
      commit('145dfad998ea', 'KVM: VMX: Advertise PMU LBRs if and only if perf supports LBRs', 'said'),
      ADVERTISE,
    ],
    model: MODEL,
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2', 'coexist-2023'],
    notApplicable: NO_GUEST_LBR,
    property: {
      arbitrary: fc.oneof(
        lbrHost,
        fc.constantFrom<Partial<Host>[]>({ perfDepth: 0 }, { callstack: false }, { lbr: 'none' }, { pdcm: false }),
      ),
      classes: ['perf serves LBRs', 'perf found no LBRs', 'no call-stack mode', 'no LBRs'],
      classify: (host) => {
        if (host.perfDepth === 0) return ['perf found no LBRs'];
        if (host.callstack === false) return ['no call-stack mode'];
        return host.lbr === 'none' || host.pdcm === false ? ['no LBRs'] : ['perf serves LBRs'];
      },
      holds: (host, start) => {
        const vcpu = start(host);
        return offeredFmt(vcpu) === 0n ? undefined : recordWorks(vcpu);
      },
    },
  }),
  rule({
    id: 'LBR-CAP-2',
    level: 'must',
    title: 'No legacy LBR on a host with Arch LBR',
    statement: 'KVM must not give a vCPU legacy LBR on a host whose CPU has Arch LBR.',
    rationale:
      'LBR_SELECT and TOS do not exist there and the records sit elsewhere, so KVM would hand out MSRs that the CPU does not have.',
    doesNotSay: 'It does not forbid Arch LBR for guests of such a host.',
    sources: [
      commit('098f4c061ea1', 'KVM: x86/pmu: Disallow legacy LBRs if architectural LBRs are available', 'read'),
      mail('20230128001427.2548858-1-seanjc@google.com', 'Sean Christopherson', '2023-01-28', 'said'),
    ],
    model: MODEL,
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2'],
    property: {
      arbitrary: fc.record({ host: archHost, archLbr: fc.boolean() }),
      classes: ['CPUID has Arch LBR', 'CPUID has no Arch LBR'],
      classify: ({ archLbr }) => [archLbr ? 'CPUID has Arch LBR' : 'CPUID has no Arch LBR'],
      holds: ({ host, archLbr }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid({ archLbr });
        const legacy = [MSR.LBR_SELECT, MSR.LBR_TOS].some((msr) => vcpu.rdmsr(msr).result === 'ok');
        const records = vcpu.rdmsr(vcpu.host.from).result === 'ok';
        return !legacy && records === hasArchLbr(vcpu);
      },
    },
  }),
  rule({
    id: 'LBR-CAP-3',
    level: 'must',
    title: 'LBR_FMT needs call-stack mode',
    statement:
      'KVM must not offer LBR_FMT where perf has no call-stack mode, on which the save and restore of guest records rests.',
    rationale:
      'The vLBR event asks perf for call-stack mode to have its records saved at a context switch. Where perf cannot do that, the event is never created.',
    doesNotSay: 'It does not say that the guest runs in call-stack mode; the guest sets its own filter.',
    sources: [
      commit('bb9dc859086d', 'KVM: VMX: Disable LBR virtualization if the CPU doesn’t support LBR callstacks', 'said'),
      ADVERTISE,
    ],
    model: [...MODEL, 'src/spec/model/register/capability.ts#perfHasCallstack'],
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2', 'coexist-2023'],
    property: {
      arbitrary: fc.record({ host: lbrHost, callstack: fc.boolean() }),
      classes: ['call-stack mode', 'no call-stack mode'],
      classify: ({ callstack }) => [callstack ? 'call-stack mode' : 'no call-stack mode'],
      holds: ({ host, callstack }, start) => (callstack ? undefined : offeredFmt(start({ ...host, callstack })) === 0n),
    },
  }),
  rule({
    id: 'LBR-CAP-4',
    level: 'must',
    title: 'Without a vPMU nothing is offered',
    statement: 'KVM must offer PERF_CAPABILITIES 0 where it has no vPMU, which includes every hybrid host.',
    rationale:
      'On a hybrid host one set of capabilities would describe two kinds of core, and a vCPU moves between them.',
    doesNotSay: 'It says nothing of a single VM whose vPMU the VMM took away; [LBR-CAP-14] does.',
    sources: [
      commit('4d7404e5ee00', 'KVM: x86/pmu: Disable vPMU support on hybrid CPUs (host PMUs)', 'said'),
      ADVERTISE,
    ],
    model: ['src/spec/model/register/capability.ts#vpmuAvailable'],
    violatedOn: ['v5.12'],
    property: {
      arbitrary: fc.record({ host: lbrHost, enablePmu: fc.boolean(), hybrid: fc.boolean() }),
      classes: ['enable_pmu=0', 'hybrid', 'plain'],
      classify: ({ enablePmu, hybrid }) => {
        if (enablePmu && !hybrid) return ['plain'];
        return [...(enablePmu ? [] : ['enable_pmu=0']), ...(hybrid ? ['hybrid'] : [])];
      },
      holds: ({ host, enablePmu, hybrid }, start) => {
        if (enablePmu && !hybrid) return undefined;
        const vcpu = start({ ...host, enablePmu, hybrid });
        const nothing = offered(vcpu) === 0n;
        vcpu.setCpuid();
        return nothing && !hasLbr(vcpu);
      },
    },
  }),
  rule({
    id: 'LBR-CAP-5',
    level: 'must',
    title: 'The mediated vPMU hides LBR',
    statement: 'KVM must not offer LBR_FMT while the mediated vPMU is on and nobody switches LBR state with it.',
    rationale:
      'The vLBR event is an event that counts in the guest, and such events cannot exist beside a mediated vPMU. Without it nothing saves the records.',
    doesNotSay: 'It does not say that a mediated vPMU can never have LBR; it says what has to come first.',
    sources: [ADVERTISE],
    model: [...MODEL, 'src/spec/model/register/capability.ts#isMediated'],
    violatedOn: [],
    notApplicable: Object.fromEntries(
      ['v5.12', 'v6.2', 'v6.12', 'arch-lbr-v2', 'coexist-2023'].map((name) => [name, 'there is no mediated vPMU']),
    ),
    property: {
      arbitrary: lbrHost,
      classes: ['legacy', 'arch'],
      classify: (host) => [host.lbr ?? 'legacy'],
      holds: (host, start) => {
        const vcpu = start({ ...host, mediatedPmu: true });
        const hidden = offeredFmt(vcpu) === 0n;
        vcpu.setCpuid();
        return hidden && !hasLbr(vcpu);
      },
    },
  }),
  rule({
    id: 'LBR-CAP-15',
    level: 'must',
    title: 'The flavour of the guest is the flavour of the host',
    statement: 'KVM must give a vCPU LBR MSRs only of the flavour, legacy or Arch, that the CPU of the host has.',
    rationale:
      'Guest CPUID is what the VMM makes of it. Judged by CPUID alone, KVM touches MSRs of the wrong flavour, which the CPU answers with a fault in the host.',
    doesNotSay: 'It does not say that KVM must refuse the CPUID; a vCPU without LBR is an answer too.',
    sources: [
      mail(
        'Y9QvxJbITGaY6Yki@google.com',
        'Sean Christopherson',
        '2023-01-27',
        'said',
        'guest flavour equals host flavour',
      ),
    ],
    model: ['src/spec/model/register/refresh.ts#refreshPmu'],
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2'],
    property: {
      arbitrary: fc.record({ host: fc.oneof(legacyHost, archHost), archLbr: fc.boolean() }),
      classes: ['legacy host', 'arch host', 'CPUID of the other flavour'],
      classify: ({ host, archLbr }) => {
        const arch = host.lbr === 'arch';
        return [arch ? 'arch host' : 'legacy host', ...(arch === archLbr ? [] : ['CPUID of the other flavour'])];
      },
      holds: ({ host, archLbr }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid({ archLbr, lbrDepth: hostOf(host).depth });
        if (host.lbr !== 'arch') return !hasArchLbr(vcpu);
        return vcpu.rdmsr(MSR.LBR_SELECT).result === '#GP';
      },
    },
  }),
  rule({
    id: 'LBR-CAP-17',
    level: 'must',
    title: 'No adaptive PEBS for guests',
    statement: 'KVM must not offer PEBS_BASELINE while the LBR MSRs can hold records that are not the guest’s.',
    rationale:
      'A PEBS record with the LBR group is written by the CPU, which asks no MSR bitmap. A guest read host kernel addresses that way.',
    doesNotSay: 'It does not forbid PEBS without the adaptive part.',
    sources: [commit('9e985cbf2942', 'KVM: x86/pmu: Disable support for adaptive PEBS', 'said'), ADVERTISE],
    model: ['src/spec/model/register/capability.ts#supportedPerfCapabilities'],
    securityBoundary: true,
    violatedOn: ['v6.2', 'arch-lbr-v2', 'coexist-2023'],
    property: {
      arbitrary: fc.record({ host: legacyHost, pebsEpt: fc.boolean() }),
      classes: ['PEBS through EPT', 'no PEBS'],
      classify: ({ pebsEpt }) => [pebsEpt ? 'PEBS through EPT' : 'no PEBS'],
      holds: ({ host, pebsEpt }, start) => {
        const { perfCapabilities } = hostOf(host);
        const vcpu = start({ ...host, pebsEpt, perfCapabilities: perfCapabilities | 0x44c0n });
        return pebsEpt ? (offered(vcpu) & PERF_CAP.PEBS_BASELINE) === 0n : undefined;
      },
    },
  }),
];
