import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { MSR } from '../../model/register/index.ts';
import { anyCpuid, lbrHost } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR, type RegisterExemption } from '../kit/register/exemptions.ts';
import { guestView, hasLbr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { MODEL } from './enable.ts';
import { UNSEEN } from '../kit/in-trace.ts';

const NO_PMU_CAPABILITY: RegisterExemption = {
  when: ({ pmuCapability }) => pmuCapability === 'absent',
  because: 'KVM_CAP_PMU_CAPABILITY came with v5.18',
};

/** What a vCPU has that has no vPMU, or is new. */
export const vcpuRules = [
  registerRule({
    id: 'LBR-CAP-14',
    level: 'must',
    title: 'A VM without vPMU has no LBR',
    statement:
      'A vCPU of a VM whose vPMU the VMM disabled must not have LBR, whatever its CPUID and PERF_CAPABILITIES say.',
    rationale: 'By KVM_CAP_PMU_CAPABILITY the VMM decides for the whole VM, before the first vCPU.',
    doesNotSay: 'It does not say what PERF_CAPABILITIES reads in such a VM.',
    killedBy: ['pmuCapability=ignored'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [kernel('arch/x86/kvm/x86.c', 'kvm_vm_ioctl_enable_cap', 'v6.12', 'read')],
    model: ['src/spec/model/register/vmm.ts#disablePmu', ...MODEL],
    exempt: [NO_PMU_CAPABILITY, NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: anyCpuid, write: fc.boolean() }),
      classes: ['PERF_CAPABILITIES written', 'PERF_CAPABILITIES left alone'],
      classify: ({ write }) => [write ? 'PERF_CAPABILITIES written' : 'PERF_CAPABILITIES left alone'],
      holds: ({ host, cpuid, write }, start) => {
        const plain = start(host, 'a vCPU of a VM that keeps its vPMU');
        plain.setCpuid(cpuid);
        if (!hasLbr(plain)) return undefined;
        const vcpu = start(host);
        if (vcpu.disablePmu().result !== 'ok') return undefined;
        vcpu.setCpuid(cpuid);
        if (write) vcpu.setMsr(MSR.PERF_CAPABILITIES, vcpu.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n);
        return !hasLbr(vcpu);
      },
    },
  }),
  registerRule({
    id: 'LBR-CAP-16',
    level: 'must',
    title: 'A new vCPU has what KVM offers, or nothing',
    statement:
      'A vCPU whose PERF_CAPABILITIES the VMM never wrote must be the same to its guest as one for which the VMM wrote what KVM offers.',
    rationale:
      'KVM fills the feature MSRs of a new vCPU, so that a VMM that sets CPUID alone gets all of it. There is no third state between that and what the VMM wrote.',
    doesNotSay: 'It does not say that filling them is wise: a migration target can offer less. The quirk turns it off.',
    killedBy: ['freshPerfCapabilities=zero'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      commit('dcb988cdac85', 'KVM: x86: Quirk initialization of feature MSRs to KVM’s max configuration', 'said'),
    ],
    model: ['src/spec/model/register/vmm.ts#createVcpu'],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: anyCpuid }),
      classes: ['legacy', 'arch'],
      classify: ({ host }) => [host.lbr ?? 'legacy'],
      holds: ({ host, cpuid }, start) => {
        const written = start(host, 'a vCPU for which the VMM wrote what KVM offers');
        written.setCpuid(cpuid);
        written.setMsr(MSR.PERF_CAPABILITIES, written.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n);
        const fresh = start(host);
        fresh.setCpuid(cpuid);
        return guestView(fresh) === guestView(written);
      },
    },
  }),
];
