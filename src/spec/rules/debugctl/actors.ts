import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { DEBUGCTL, MSR } from '../../model/register/index.ts';
import { anyCpuid, debugctlValue, legacyHost, lbrCpuid, lbrHost, plainDebugctl } from '../register/arbitrary.ts';
import { seen } from '../register/observe.ts';
import { rule } from '../register/rule.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const HOST_OWNED = [
  commit('6b1dd26544d0', 'KVM: VMX: Preserve host’s DEBUGCTLMSR_FREEZE_IN_SMM while running the guest', 'said'),
  kernel('arch/x86/kvm/vmx/vmx.h', 'vmx_guest_debugctl_write', 'v6.12', 'read'),
];

export const actorRules = [
  rule({
    id: 'LBR-DBG-27',
    level: 'must',
    title: 'The VMM may set DEBUGCTL before CPUID',
    statement:
      'A DEBUGCTL value that a guest can have must be accepted from the VMM, and read back the same, whether the VMM sets it before or after CPUID.',
    rationale:
      'A VMM that restores MSRs first lost DEBUGCTL.LBR silently and was refused the other bits, because the CPUID that allows them was not there yet.',
    doesNotSay: 'It does not say that the VMM may set bits that the host does not have.',
    sources: [
      commit('b333b8ebb85d', 'KVM: VMX: Ignore guest CPUID for host userspace writes to DEBUGCTL', 'said'),
      kernel(VMX, 'vmx_get_supported_debugctl', 'v6.12', 'read', 'host_initiated'),
    ],
    model: ['src/spec/model/register/debugctl.ts#supportedDebugctl'],
    violatedOn: ['v5.12'],
    property: {
      arbitrary: fc.record({ host: legacyHost, cpuid: lbrCpuid, value: debugctlValue }),
      classes: ['0', 'a value'],
      classify: ({ value }) => [value === 0n ? '0' : 'a value'],
      holds: ({ host, cpuid, value }, start) => {
        const guest = start(host);
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
  rule({
    id: 'LBR-DBG-28',
    level: 'must',
    title: 'The VMM reads what the guest reads',
    statement:
      'KVM must give the VMM the DEBUGCTL that the guest would read, and take that value back from the VMM without a change of what the guest reads.',
    rationale: 'Otherwise a save and restore on the very same host changes or fails.',
    doesNotSay: 'It does not say that DEBUGCTL is in the index list; [LBR-MIG-2] does.',
    sources: [
      commit('7d0cce6cbe71', 'KVM: VMX: Wrap all accesses to IA32_DEBUGCTL with getter/setter APIs', 'said'),
      kernel(VMX, 'vmx_get_msr', 'v6.12', 'read'),
    ],
    model: ['src/spec/model/register/debugctl.ts#readDebugctl'],
    violatedOn: [],
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
  rule({
    id: 'LBR-DBG-29',
    level: 'must',
    title: 'FREEZE_IN_SMM of the host holds in the guest',
    statement:
      'While a guest runs, DEBUGCTL.FREEZE_IN_SMM in hardware must be the value that the host has at that VM-entry.',
    rationale:
      'An SMI goes from the guest straight to SMM, and nobody switches DEBUGCTL on the way. The bit in the guest’s value decides whether host events count SMM.',
    doesNotSay: 'It does not give the guest a say; [LBR-DBG-24] and [LBR-DBG-30] take it away.',
    sources: HOST_OWNED,
    model: ['src/spec/model/register/recording.ts#effectiveDebugctl'],
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2', 'coexist-2023'],
    property: {
      arbitrary: fc.record({ host: legacyHost, value: plainDebugctl, on: fc.boolean(), inL2: fc.boolean() }),
      classes: ['turned on', 'turned off', 'in L2'],
      classify: ({ on, inL2 }) => [on ? 'turned on' : 'turned off', ...(inL2 ? ['in L2'] : [])],
      holds: ({ host, value, on, inL2 }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid();
        vcpu.wrmsr(MSR.DEBUGCTL, value);
        if (inL2 && vcpu.enterL2({ debugctl: value }).result !== 'ok') return undefined;
        vcpu.setFreezeInSmm(on);
        const bit = (vcpu.hardwareDebugctl().value ?? 0n) & DEBUGCTL.FREEZE_IN_SMM;
        return (bit !== 0n) === on;
      },
    },
  }),
  rule({
    id: 'LBR-DBG-30',
    level: 'must',
    title: 'FREEZE_IN_SMM of the host is not seen',
    statement: 'Neither guest nor VMM must read DEBUGCTL.FREEZE_IN_SMM as set because the host has it set.',
    rationale: 'A guest that reads it and writes it back faults. A VMM that saves it cannot restore it.',
    doesNotSay: 'It does not say that the bit is off in hardware; [LBR-DBG-29] says whose it is.',
    sources: [
      commit('7d0cce6cbe71', 'KVM: VMX: Wrap all accesses to IA32_DEBUGCTL with getter/setter APIs', 'said'),
      ...HOST_OWNED,
    ],
    model: ['src/spec/model/register/debugctl.ts#readDebugctl'],
    violatedOn: [],
    property: {
      arbitrary: fc.record({ host: legacyHost, value: plainDebugctl, inL2: fc.boolean() }),
      classes: ['in L1', 'in L2'],
      classify: ({ inL2 }) => [inL2 ? 'in L2' : 'in L1'],
      holds: ({ host, value, inL2 }, start) => {
        const vcpu = start({ ...host, freezeInSmm: true });
        vcpu.setCpuid();
        vcpu.wrmsr(MSR.DEBUGCTL, value);
        if (inL2 && vcpu.enterL2({ debugctl: value }).result !== 'ok') return undefined;
        const reads = [vcpu.rdmsr(MSR.DEBUGCTL), vcpu.getMsr(MSR.DEBUGCTL)];
        return reads.every(({ value: read = 0n }) => (read & DEBUGCTL.FREEZE_IN_SMM) === 0n);
      },
    },
  }),
  rule({
    id: 'LBR-DBG-31',
    level: 'must',
    title: 'Only what is virtualized is in hardware',
    statement:
      'Neither WRMSR nor vmcs12 must let a guest run with a bit set in DEBUGCTL in hardware that a WRMSR of that guest would be refused or denied, the host’s FREEZE_IN_SMM excepted.',
    rationale:
      'The VMCS field is the only gate. A value that came in through vmcs12 is as much the guest’s as one that came in through WRMSR.',
    doesNotSay: 'It does not say what the guest reads, nor what the VMM may set; [LBR-DBG-32] does.',
    sources: [
      commit('095686e6fcb4', 'KVM: nVMX: Check vmcs12->guest_ia32_debugctl on nested VM-Enter', 'read'),
      commit('91dcfae0ff2b', 'perf/x86/intel: Do not enable BTS for guests', 'said'),
    ],
    model: ['src/spec/model/register/nested.ts#enterL2', 'src/spec/model/register/recording.ts#effectiveDebugctl'],
    securityBoundary: true,
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2', 'coexist-2023'],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: anyCpuid, value: debugctlValue, inL2: fc.boolean() }),
      classes: ['by WRMSR', 'by vmcs12'],
      classify: ({ inL2 }) => [inL2 ? 'by vmcs12' : 'by WRMSR'],
      holds: ({ host, cpuid, value, inL2 }, start) => {
        const reference = start(host);
        reference.setCpuid(cpuid);
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const { result } = inL2 ? vcpu.enterL2({ debugctl: value }) : vcpu.wrmsr(MSR.DEBUGCTL, value);
        if (result !== 'ok') return undefined;
        const hardware = (vcpu.hardwareDebugctl().value ?? 0n) & ~(host.freezeInSmm ? DEBUGCTL.FREEZE_IN_SMM : 0n);
        return (
          reference.wrmsr(MSR.DEBUGCTL, hardware).result === 'ok' && reference.rdmsr(MSR.DEBUGCTL).value === hardware
        );
      },
    },
  }),
  rule({
    id: 'LBR-DBG-32',
    level: 'should',
    title: 'What the VMM sets does not outgrow the guest',
    statement:
      'A DEBUGCTL bit that the VMM set should not be in hardware while a guest runs whose own WRMSR of the bit would be refused or denied.',
    rationale:
      'Before KVM_SET_CPUID2 the VMM is judged by what the host can do. If the CPUID that follows does not have the feature, LBR records branches into records that nobody owns, and BUS_LOCK_DETECT raises exceptions that the guest cannot explain.',
    doesNotSay: 'It does not ask KVM to refuse the write: [LBR-DBG-27] asks for the contrary.',
    sources: [
      commit('b333b8ebb85d', 'KVM: VMX: Ignore guest CPUID for host userspace writes to DEBUGCTL', 'said'),
      kernel(VMX, 'vmx_set_msr', 'v7.3', 'read', 'what the VMM may set goes to the VMCS'),
      kernel(VMX, 'vmx_vcpu_run', 'v7.3', 'inferred', 'nobody masks it before the entry'),
    ],
    model: ['src/spec/model/register/debugctl.ts#maskDebugctl', 'src/spec/model/register/debugctl.ts#writeDebugctl'],
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'v7.3-mediated', 'arch-lbr-v2', 'coexist-2023', 'request'],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: anyCpuid,
        before: lbrCpuid,
        value: fc.oneof(debugctlValue, fc.constantFrom(DEBUGCTL.LBR, DEBUGCTL.BUS_LOCK_DETECT)),
        early: fc.boolean(),
      }),
      classes: ['before the last CPUID', 'after it'],
      classify: ({ early }) => [early ? 'before the last CPUID' : 'after it'],
      holds: ({ host, cpuid, before, value, early }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(early ? { rtm: true, busLockDetect: true, ...before } : cpuid);
        if (vcpu.setMsr(MSR.DEBUGCTL, value).result !== 'ok') return undefined;
        if (early) vcpu.setCpuid(cpuid);
        const hardware = (vcpu.hardwareDebugctl().value ?? 0n) & ~(host.freezeInSmm ? DEBUGCTL.FREEZE_IN_SMM : 0n);
        const guest = start(host);
        guest.setCpuid(cpuid);
        return guest.wrmsr(MSR.DEBUGCTL, hardware).result === 'ok' && guest.rdmsr(MSR.DEBUGCTL).value === hardware;
      },
    },
  }),
];
