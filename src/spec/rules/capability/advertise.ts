import * as fc from 'fast-check';
import { commit, kernel, mail } from '../../kit/source.ts';
import { MSR, PERF_CAP, type Host, type Session } from '../../model/register/index.ts';
import { archHost, lbrHost } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { hasArchLbr, hasLbr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { guestAccess } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

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
  registerRule({
    id: 'LBR-CAP-1',
    level: 'must',
    title: 'LBR_FMT is offered only where guest LBR works',
    statement:
      'KVM must offer a non-zero LBR_FMT only on a host where a guest that takes it finds records that hold what they are given.',
    rationale:
      'LBR_FMT is a promise. On a host where perf found no LBRs, no event can ever own them, and the guest always reads zeros.',
    doesNotSay: 'It does not say that the records are free: a contender may have them.',
    killedBy: ['advertiseSource=host-msr', 'bug B04', 'bug B10'],
    inTrace: {
      unseen:
        'whether records hold what they are given is seen by reading them in the guest, and such accesses pass through',
    },
    onHardware: UNTESTED.everyHost,
    securityBoundary: false,
    sources: [
      commit('145dfad998ea', 'KVM: VMX: Advertise PMU LBRs if and only if perf supports LBRs', 'said'),
      ADVERTISE,
    ],
    model: MODEL,
    exempt: [NO_GUEST_LBR],
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
  registerRule({
    id: 'LBR-CAP-2',
    level: 'must',
    title: 'No legacy LBR on a host with Arch LBR',
    statement: 'KVM must not give a vCPU legacy LBR on a host whose CPU has Arch LBR.',
    rationale:
      'LBR_SELECT and TOS do not exist there and the records sit elsewhere, so KVM would hand out MSRs that the CPU does not have.',
    doesNotSay: 'It does not forbid Arch LBR for guests of such a host.',
    killedBy: ['archHostLegacyFmt=advertised'],
    inTrace: {
      ...guestAccess(
        'kvm_msr of SELECT, TOS or a legacy record without (#GP), on a host that accesses LBR_CTL, DEPTH or their records',
        'the flavour of the host, until perf uses the LBRs',
      ),
      needs: ['kvm:kvm_msr', 'msr:write_msr'],
    },
    onHardware: UNTESTED.everyHost,
    securityBoundary: false,
    sources: [
      commit('098f4c061ea1', 'KVM: x86/pmu: Disallow legacy LBRs if architectural LBRs are available', 'read'),
      mail('20230128001427.2548858-1-seanjc@google.com', 'Sean Christopherson', '2023-01-28', 'said'),
    ],
    model: MODEL,
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
  registerRule({
    id: 'LBR-CAP-3',
    level: 'must',
    title: 'LBR_FMT needs call-stack mode',
    statement:
      'KVM must not offer LBR_FMT where perf has no call-stack mode, on which the save and restore of guest records rests.',
    rationale:
      'The vLBR event asks perf for call-stack mode to have its records saved at a context switch. Where perf cannot do that, the event is never created.',
    doesNotSay: 'It does not say that the guest runs in call-stack mode; the guest sets its own filter.',
    killedBy: ['callstackRequired=no'],
    inTrace: { unseen: 'whether perf has call-stack mode on this CPU is not in the trace' },
    onHardware: UNTESTED.everyHost,
    securityBoundary: false,
    sources: [
      commit('bb9dc859086d', 'KVM: VMX: Disable LBR virtualization if the CPU doesn’t support LBR callstacks', 'said'),
      ADVERTISE,
    ],
    model: [...MODEL, 'src/spec/model/register/capability.ts#perfHasCallstack'],
    property: {
      arbitrary: fc.record({ host: lbrHost, callstack: fc.boolean() }),
      classes: ['call-stack mode', 'no call-stack mode'],
      classify: ({ callstack }) => [callstack ? 'call-stack mode' : 'no call-stack mode'],
      holds: ({ host, callstack }, start) => (callstack ? undefined : offeredFmt(start({ ...host, callstack })) === 0n),
    },
  }),
  registerRule({
    id: 'LBR-CAP-4',
    level: 'must',
    title: 'Without a vPMU, KVM offers no PERF_CAPABILITIES',
    statement: 'KVM must offer PERF_CAPABILITIES 0 where it has no vPMU, which includes every hybrid host.',
    rationale:
      'On a hybrid host one set of capabilities would describe two kinds of core, and a vCPU moves between them.',
    doesNotSay: 'It says nothing of a single VM whose vPMU the VMM took away; [LBR-CAP-14] does.',
    killedBy: ['vpmuParameter=absent', 'hybridVpmu=on', 'bug B12'],
    inTrace: { unseen: 'whether KVM has a vPMU is not in the trace' },
    onHardware: UNTESTED.everyHost,
    securityBoundary: false,
    sources: [
      commit('4d7404e5ee00', 'KVM: x86/pmu: Disable vPMU support on hybrid CPUs (host PMUs)', 'said'),
      ADVERTISE,
    ],
    model: ['src/spec/model/register/capability.ts#vpmuAvailable'],
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
];
