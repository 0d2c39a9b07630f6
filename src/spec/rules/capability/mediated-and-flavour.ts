import * as fc from 'fast-check';
import { commit, kernel, mail } from '../../kit/source.ts';
import { hostOf, MSR, PERF_CAP, type Session } from '../../model/register/index.ts';
import { archHost, legacyHost, lbrHost } from '../kit/register/arbitrary.ts';
import { hasArchLbr, hasLbr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { guestAccess } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';
import type { RegisterExemption } from '../kit/register/exemptions.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const ADVERTISE = kernel(VMX, 'vmx_get_perf_capabilities', 'v7.3', 'read');
const MODEL = ['src/spec/model/register/capability.ts#advertisedLbrFmt'];

/** What KVM offers in PERF_CAPABILITIES. */
const offered = (vcpu: Session): bigint => vcpu.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n;
const offeredFmt = (vcpu: Session): bigint => offered(vcpu) & PERF_CAP.LBR_FMT;

const NO_MEDIATED: RegisterExemption = {
  when: ({ mediatedVpmu }) => mediatedVpmu === 'absent',
  because: 'there is no mediated vPMU',
};

const SWITCHED: RegisterExemption = {
  when: ({ mediatedVpmu }) => mediatedVpmu === 'with-lbr',
  because: 'KVM loads and saves the guest’s LBRs with the counters',
};

export const offerRules = [
  registerRule({
    id: 'LBR-CAP-5',
    level: 'must',
    title: 'The mediated vPMU hides LBR',
    statement: 'KVM must not offer LBR_FMT while the mediated vPMU is on and nobody switches LBR state with it.',
    rationale:
      'The vLBR event is an event that counts in the guest, and such events cannot exist beside a mediated vPMU. Without it nothing saves the records.',
    doesNotSay: 'It does not say that a mediated vPMU can never have LBR; it says what has to come first.',
    killedBy: ['mediatedVpmu=absent', 'mediatedVpmu=on-with-lbr'],
    inTrace: { unseen: 'whether the mediated vPMU is on is not in the trace' },
    onHardware: UNTESTED.everyHost,
    securityBoundary: false,
    sources: [ADVERTISE],
    model: [...MODEL, 'src/spec/model/register/capability.ts#isMediated'],
    exempt: [NO_MEDIATED, SWITCHED],
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
  registerRule({
    id: 'LBR-CAP-15',
    revision: 2,
    level: 'must',
    title: 'A guest gets the LBR flavour of its host',
    statement: "KVM must give a vCPU LBR MSRs only of the flavour, legacy or Arch, that the host's CPU has.",
    rationale:
      'The VMM chooses the guest’s CPUID. If KVM went by that CPUID alone, it would touch MSRs of the wrong flavour, and the CPU would raise a fault in the host.',
    doesNotSay: 'It does not ask KVM to refuse the CPUID; KVM may also give the vCPU no LBR.',
    killedBy: ['archFlavour=guest-cpuid'],
    inTrace: {
      ...guestAccess(
        'kvm_msr of an LBR MSR of the other flavour than that of the host, without (#GP)',
        'the flavour of the host, until perf uses the LBRs',
      ),
      needs: ['kvm:kvm_msr', 'msr:write_msr'],
    },
    onHardware: UNTESTED.everyHost,
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before: 'KVM must give a vCPU LBR MSRs only of the flavour, legacy or Arch, that the CPU of the host has.',
        editorial: true,
      },
    ],
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
  registerRule({
    id: 'LBR-CAP-17',
    level: 'must',
    title: 'No adaptive PEBS for guests',
    statement: 'KVM must not offer PEBS_BASELINE while the LBR MSRs can hold records that are not the guest’s.',
    rationale:
      'The CPU writes a PEBS record with the LBR group, and does not check the MSR bitmap. A guest read host kernel addresses that way.',
    doesNotSay: 'It does not forbid PEBS without the adaptive part.',
    killedBy: ['pebs=with-adaptive', 'bug B09'],
    inTrace: { unseen: 'what KVM offers to the VMM is not in the trace' },
    onHardware: UNTESTED.everyHost,
    sources: [commit('9e985cbf2942', 'KVM: x86/pmu: Disable support for adaptive PEBS', 'said'), ADVERTISE],
    model: ['src/spec/model/register/capability.ts#supportedPerfCapabilities'],
    securityBoundary: true,
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
