import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { DEBUGCTL, MSR } from '../../model/register/index.ts';
import { anyCpuid, debugctlValue, lbrCpuid, lbrHost } from '../kit/register/arbitrary.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';

/** What is in hardware while the guest runs. */
export const hardwareRules = [
  registerRule({
    id: 'LBR-DBG-31',
    revision: 2,
    level: 'must',
    title: 'A guest runs only with DEBUGCTL bits that it could set itself',
    statement:
      "Neither WRMSR nor vmcs12 must let a guest run with a hardware DEBUGCTL bit set that the guest's own WRMSR could not set, except the host's FREEZE_IN_SMM.",
    rationale:
      'Only the VMCS field decides. A value that came in through vmcs12 is as much the guest’s as one that came in through WRMSR.',
    doesNotSay: 'It does not say what the guest reads, nor what the VMM may set; [LBR-DBG-32] does.',
    killedBy: ['vmcs12Debugctl=unchecked', 'freezeInSmm=visible', 'bug B22'],
    inTrace: { unseen: 'DEBUGCTL that VM-entry loads from the VMCS leaves no mark' },
    onHardware: UNTESTED.hiddenRegisters,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'Neither WRMSR nor vmcs12 must let a guest run with a bit set in DEBUGCTL in hardware that a WRMSR of that guest would be refused or denied, the host’s FREEZE_IN_SMM excepted.',
        editorial: true,
      },
    ],
    sources: [
      commit('095686e6fcb4', 'KVM: nVMX: Check vmcs12->guest_ia32_debugctl on nested VM-Enter', 'read'),
      commit('91dcfae0ff2b', 'perf/x86/intel: Do not enable BTS for guests', 'said'),
    ],
    model: ['src/spec/model/register/nested.ts#enterL2', 'src/spec/model/register/guest-mode.ts#debugctlInGuestMode'],
    securityBoundary: true,
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: anyCpuid, value: debugctlValue, inL2: fc.boolean() }),
      classes: ['by WRMSR', 'by vmcs12'],
      classify: ({ inL2 }) => [inL2 ? 'by vmcs12' : 'by WRMSR'],
      holds: ({ host, cpuid, value, inL2 }, start) => {
        const reference = start(host, 'a guest of the same CPUID that writes the value itself');
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
  registerRule({
    id: 'LBR-DBG-32',
    revision: 2,
    level: 'should',
    title: 'The VMM cannot give a guest bits that it could not set itself',
    statement:
      'A DEBUGCTL bit that the VMM set should not be in hardware while a guest runs that could not set it by its own WRMSR.',
    rationale:
      'Before KVM_SET_CPUID2, KVM checks the VMM’s value against the host’s abilities. If the CPUID that follows does not have the feature, LBR records branches into records that nobody owns, and BUS_LOCK_DETECT raises exceptions that the guest cannot explain.',
    doesNotSay: 'It does not ask KVM to refuse the write: [LBR-DBG-27] asks for the opposite.',
    killedBy: ['debugctlAtEntry=as-stored'],
    inTrace: UNSEEN.vmcs,
    onHardware: UNTESTED.hiddenRegisters,
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'A DEBUGCTL bit that the VMM set should not be in hardware while a guest runs whose own WRMSR of the bit would be refused or denied.',
        editorial: true,
      },
    ],
    sources: [
      commit('b333b8ebb85d', 'KVM: VMX: Ignore guest CPUID for host userspace writes to DEBUGCTL', 'said'),
      kernel(VMX, 'vmx_set_msr', 'v7.3', 'read', 'what the VMM may set goes to the VMCS'),
      kernel(VMX, 'vmx_vcpu_run', 'v7.3', 'inferred', 'nobody masks it before the entry'),
    ],
    model: ['src/spec/model/register/debugctl.ts#maskDebugctl', 'src/spec/model/register/debugctl.ts#writeDebugctl'],
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
        const guest = start(host, 'a guest of the same CPUID that writes the value itself');
        guest.setCpuid(cpuid);
        return guest.wrmsr(MSR.DEBUGCTL, hardware).result === 'ok' && guest.rdmsr(MSR.DEBUGCTL).value === hardware;
      },
    },
  }),
];
