import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { DEBUGCTL, MSR } from '../../model/register/index.ts';
import { legacyHost, plainDebugctl } from '../kit/register/arbitrary.ts';
import { registerRule } from '../kit/register/rule.ts';
import { guestAccess } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const HOST_OWNED = [
  commit('6b1dd26544d0', 'KVM: VMX: Preserve host’s DEBUGCTLMSR_FREEZE_IN_SMM while running the guest', 'said'),
  kernel('arch/x86/kvm/vmx/vmx.h', 'vmx_guest_debugctl_write', 'v6.12', 'read'),
];

/** The bit that belongs to the host. */
export const freezeInSmmRules = [
  registerRule({
    id: 'LBR-DBG-29',
    level: 'must',
    title: "VM-entry keeps the host's FREEZE_IN_SMM",
    statement:
      'While a guest runs, DEBUGCTL.FREEZE_IN_SMM in hardware must be the value that the host has at that VM-entry.',
    rationale:
      'An SMI goes from the guest straight to SMM, and nobody switches DEBUGCTL on the way. So the bit in force in the guest decides whether host events count SMM.',
    doesNotSay: 'It does not give the guest a say; [LBR-DBG-24] and [LBR-DBG-30] take it away.',
    killedBy: ['freezeInSmm=guest-value', 'bug B20'],
    inTrace: { unseen: 'KVM puts the bit into the VMCS, which leaves no mark' },
    onHardware: UNTESTED.hiddenRegisters,
    securityBoundary: false,
    sources: HOST_OWNED,
    model: ['src/spec/model/register/guest-mode.ts#debugctlInGuestMode'],
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
  registerRule({
    id: 'LBR-DBG-30',
    level: 'must',
    title: "Nobody in the VM sees the host's FREEZE_IN_SMM",
    statement: 'Neither guest nor VMM must read DEBUGCTL.FREEZE_IN_SMM as set because the host has it set.',
    rationale: 'A guest that reads it and writes it back faults. A VMM that saves it cannot restore it.',
    doesNotSay: 'It does not say that the bit is clear in hardware; [LBR-DBG-29] says whose value it has.',
    killedBy: ['freezeInSmm=visible'],
    inTrace: {
      ...guestAccess(
        'kvm_msr: msr_read 1d9 with bit 14, which the guest did not write, while DEBUGCTL of the host on this CPU has it',
        'what the VMM reads',
      ),
      needs: ['kvm:kvm_msr', 'msr:write_msr', 'CPU column'],
      helps: ['msr:read_msr'],
      silent: 'no guest reads DEBUGCTL where that of the host is known to have FREEZE_IN_SMM',
    },
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      commit('7d0cce6cbe71', 'KVM: VMX: Wrap all accesses to IA32_DEBUGCTL with getter/setter APIs', 'said'),
      ...HOST_OWNED,
    ],
    model: ['src/spec/model/register/debugctl.ts#readDebugctl'],
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
];
