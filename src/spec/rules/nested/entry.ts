import * as fc from 'fast-check';
import { commit, kernel, manual } from '../../kit/source.ts';
import { DEBUGCTL, MSR } from '../../model/register/index.ts';
import { anyCpuid, debugctlValue, legacyHost, lbrHost, plainDebugctl } from '../kit/register/arbitrary.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const NESTED = 'arch/x86/kvm/vmx/nested.c';
const PREPARE = kernel(NESTED, 'prepare_vmcs02', 'v6.12', 'read');
const CHECK = commit('095686e6fcb4', 'KVM: nVMX: Check vmcs12->guest_ia32_debugctl on nested VM-Enter', 'read');
const MODEL = ['src/spec/model/register/nested.ts#enterL2'];

/** Values that are accepted from a guest with LBR, bus-lock detection and RTM; some of them are not from any guest. */
const l1AndVmcs12 = fc.record({ host: legacyHost, cpuid: anyCpuid, l1: plainDebugctl, vmcs12: debugctlValue });

export const entryRules = [
  registerRule({
    id: 'LBR-NEST-1',
    level: 'must',
    title: 'L2 starts with what vmcs12 says',
    statement:
      'With "load debug controls" set, L2 must read as DEBUGCTL what it would read if it had written the value of vmcs12 itself.',
    rationale:
      'L1 sets up its guest through vmcs12, and the guest knows nothing of it. So the same bits apply as for a WRMSR.',
    doesNotSay: 'It says nothing of an entry that fails; [LBR-NEST-4] says which do.',
    killedBy: ['nestedLoad=never', 'debugctlOtherBits=stored'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [PREPARE, CHECK],
    model: MODEL,
    disputed:
      'kvm-unit-tests has the expectation that L2 reads BTF back, commented out since 2014. Before 095686e6fcb4 it did, because the value went to the CPU unmasked; since then KVM does not offer BTF, and L2 reads 0.',
    property: {
      arbitrary: l1AndVmcs12,
      classes: ['L1 has LBR on', 'L1 has LBR off'],
      classify: ({ l1 }) => [(l1 & DEBUGCTL.LBR) === 0n ? 'L1 has LBR off' : 'L1 has LBR on'],
      holds: ({ host, cpuid, l1, vmcs12 }, start) => {
        const written = start(host, 'a guest that writes the value by WRMSR');
        written.setCpuid(cpuid);
        if (written.wrmsr(MSR.DEBUGCTL, vmcs12).result !== 'ok') return undefined;
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        vcpu.wrmsr(MSR.DEBUGCTL, l1);
        if (vcpu.enterL2({ debugctl: vmcs12 }).result !== 'ok') return undefined;
        return vcpu.rdmsr(MSR.DEBUGCTL).value === written.rdmsr(MSR.DEBUGCTL).value;
      },
    },
  }),
  registerRule({
    id: 'LBR-NEST-2',
    level: 'must',
    title: `Without "load debug controls", L2 starts with L1's DEBUGCTL`,
    statement: 'With "load debug controls" clear, L2 must read the DEBUGCTL that L1 had before the entry.',
    rationale: 'The CPU leaves DEBUGCTL alone then.',
    doesNotSay: 'It does not say that KVM reads vmcs12: with the control clear its DEBUGCTL has no meaning.',
    killedBy: ['nestedLoad=always'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [PREPARE, manual('Intel SDM, VM Entries: loading guest debug registers and MSRs', 'inferred')],
    model: MODEL,
    property: {
      arbitrary: l1AndVmcs12,
      classes: ['L1 has LBR on', 'L1 has LBR off'],
      classify: ({ l1 }) => [(l1 & DEBUGCTL.LBR) === 0n ? 'L1 has LBR off' : 'L1 has LBR on'],
      holds: ({ host, cpuid, l1, vmcs12 }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        vcpu.wrmsr(MSR.DEBUGCTL, l1);
        const before = vcpu.rdmsr(MSR.DEBUGCTL).value;
        if (vcpu.enterL2({ debugctl: vmcs12, loadDebugControls: false }).result !== 'ok') return false;
        return vcpu.rdmsr(MSR.DEBUGCTL).value === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-NEST-4',
    revision: 2,
    level: 'must',
    title: 'A nested entry fails for exactly the values that WRMSR refuses',
    statement:
      'With "load debug controls" set, the entry to L2 must fail for a DEBUGCTL that the same guest cannot write, except for FREEZE_IN_SMM, and for no other.',
    rationale:
      'The CPU checks the value in vmcs02 against its own features, not against this guest’s. KVM has to check the rest.',
    doesNotSay: 'BTF and an unsupported LBR do not fail the entry, as they do not fail the write.',
    killedBy: ['vmcs12Debugctl=unchecked'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    history: [
      {
        revision: 2,
        date: '2026-11-28',
        reason: 'Plain English.',
        before:
          'With "load debug controls" set, the entry to L2 must fail for a DEBUGCTL that the same guest cannot write, FREEZE_IN_SMM excepted, and for no other.',
        editorial: true,
      },
    ],
    sources: [CHECK, kernel(NESTED, 'nested_vmx_check_guest_state', 'v6.12', 'read')],
    model: ['src/spec/model/register/nested.ts#invalidBits'],
    securityBoundary: true,
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: anyCpuid,
        value: debugctlValue.map((value) => value & ~DEBUGCTL.FREEZE_IN_SMM),
      }),
      classes: ['BTS', 'freeze', 'features', 'plain'],
      classify: ({ value }) => [
        ...((value & 0x1c0n) === 0n ? [] : ['BTS']),
        ...((value & 0x1800n) === 0n ? [] : ['freeze']),
        ...((value & 0x8004n) === 0n ? [] : ['features']),
        ...((value & ~3n) === 0n ? ['plain'] : []),
      ],
      holds: ({ host, cpuid, value }, start) => {
        const written = start(host, 'a guest that writes the value by WRMSR');
        written.setCpuid(cpuid);
        const legal = written.wrmsr(MSR.DEBUGCTL, value).result === 'ok';
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        return vcpu.enterL2({ debugctl: value }).result === (legal ? 'ok' : 'invalid-guest-state');
      },
    },
  }),
  registerRule({
    id: 'LBR-NEST-8',
    level: 'must',
    title: 'FREEZE_IN_SMM in vmcs12 is accepted and ignored',
    statement:
      'FREEZE_IN_SMM in the DEBUGCTL of vmcs12 must not fail the entry, nor change the bit in hardware or what L2 reads.',
    rationale:
      'Hypervisors copy their own DEBUGCTL into vmcs12, and worked that way for years. The check of 2025 broke them; a quirk lets the entry succeed again, but ignores the bit.',
    doesNotSay: 'It does not say that WRMSR accepts the bit.',
    killedBy: ['vmcs12FreezeInSmm=invalid', 'vmcs12Debugctl=unchecked', 'bug e2ffe85b6d2b'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [
      commit('e2ffe85b6d2b', 'KVM: x86: Introduce KVM_X86_QUIRK_VMCS12_ALLOW_FREEZE_IN_SMM', 'said'),
      kernel(NESTED, 'nested_vmx_check_guest_state', 'v6.12', 'read'),
    ],
    model: ['src/spec/model/register/nested.ts#invalidBits', ...MODEL],
    property: {
      arbitrary: fc.record({ host: legacyHost, value: plainDebugctl }),
      classes: ['host freezes in SMM', 'host does not'],
      classify: ({ host }) => [host.freezeInSmm ? 'host freezes in SMM' : 'host does not'],
      holds: ({ host, value }, start) => {
        const without = start(host, 'the same entry without FREEZE_IN_SMM in vmcs12');
        without.setCpuid();
        if (without.enterL2({ debugctl: value }).result !== 'ok') return undefined;
        const vcpu = start(host);
        vcpu.setCpuid();
        if (vcpu.enterL2({ debugctl: value | DEBUGCTL.FREEZE_IN_SMM }).result !== 'ok') return false;
        const same = vcpu.hardwareDebugctl().value === without.hardwareDebugctl().value;
        return same && vcpu.rdmsr(MSR.DEBUGCTL).value === without.rdmsr(MSR.DEBUGCTL).value;
      },
    },
  }),
];
