import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { MSR } from '../../model/register/index.ts';
import { anyCpuid, debugctlValue, legacyHost, lbrCpuid, lbrHost } from '../kit/register/arbitrary.ts';
import { seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';

/** What the VMM may set and reads. */
export const vmmRules = [
  registerRule({
    id: 'LBR-DBG-27',
    level: 'must',
    title: 'The VMM may set DEBUGCTL before CPUID',
    statement:
      'A DEBUGCTL value that a guest can have must be accepted from the VMM, and read back the same, whether the VMM sets it before or after CPUID.',
    rationale:
      'A VMM that restores MSRs first lost DEBUGCTL.LBR silently and was refused the other bits, because the CPUID that allows them was not there yet.',
    doesNotSay: 'It does not say that the VMM may set bits that the host does not have.',
    killedBy: ['debugctlHostWrite=guest-cpuid', 'bug B06'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      commit('b333b8ebb85d', 'KVM: VMX: Ignore guest CPUID for host userspace writes to DEBUGCTL', 'said'),
      kernel(VMX, 'vmx_get_supported_debugctl', 'v6.12', 'read', 'host_initiated'),
    ],
    model: ['src/spec/model/register/debugctl.ts#supportedDebugctl'],
    property: {
      arbitrary: fc.record({ host: legacyHost, cpuid: lbrCpuid, value: debugctlValue }),
      classes: ['0', 'a value'],
      classify: ({ value }) => [value === 0n ? '0' : 'a value'],
      holds: ({ host, cpuid, value }, start) => {
        const guest = start(host, 'a guest of the same CPUID that writes the value itself');
        guest.setCpuid(cpuid);
        if (guest.wrmsr(MSR.DEBUGCTL, value).result !== 'ok') return undefined;
        const wanted = guest.rdmsr(MSR.DEBUGCTL);
        const restored = start(host);
        const early = restored.setMsr(MSR.DEBUGCTL, wanted.value ?? 0n).result === 'ok';
        restored.setCpuid(cpuid);
        return early && seen(restored.rdmsr(MSR.DEBUGCTL)) === seen(wanted);
      },
    },
  }),
  registerRule({
    id: 'LBR-DBG-28',
    level: 'must',
    title: "A VMM read of DEBUGCTL gives the guest's value",
    statement:
      'KVM must give the VMM the DEBUGCTL that the guest would read, and take that value back from the VMM without a change of what the guest reads.',
    rationale: 'Otherwise a save and restore on the very same host changes or fails.',
    doesNotSay: 'It does not say that DEBUGCTL is in the index list; [LBR-MIG-2] does.',
    killedBy: ['freezeInSmm=visible'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      commit('7d0cce6cbe71', 'KVM: VMX: Wrap all accesses to IA32_DEBUGCTL with getter/setter APIs', 'said'),
      kernel(VMX, 'vmx_get_msr', 'v6.12', 'read'),
    ],
    model: ['src/spec/model/register/debugctl.ts#readDebugctl'],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: anyCpuid, value: debugctlValue }),
      classes: ['host freezes in SMM', 'host does not'],
      classify: ({ host }) => [host.freezeInSmm ? 'host freezes in SMM' : 'host does not'],
      holds: ({ host, cpuid, value }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        vcpu.wrmsr(MSR.DEBUGCTL, value);
        const guest = vcpu.rdmsr(MSR.DEBUGCTL);
        const vmm = vcpu.getMsr(MSR.DEBUGCTL);
        if (seen(guest) !== seen(vmm)) return false;
        return (
          vcpu.setMsr(MSR.DEBUGCTL, vmm.value ?? 0n).result === 'ok' && seen(vcpu.rdmsr(MSR.DEBUGCTL)) === seen(guest)
        );
      },
    },
  }),
];
