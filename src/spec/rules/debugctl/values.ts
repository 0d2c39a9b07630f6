import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { DEBUGCTL, MSR, type GuestCpuid, type Session } from '../../model/register/index.ts';
import { anyCpuid, anyHost, debugctlValue, legacyHost, plainDebugctl } from '../kit/register/arbitrary.ts';
import { hasArchLbr, hasLegacyLbr, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { guestAccess, NOTHING_HIDDEN } from '../kit/in-trace.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const VALID = kernel(VMX, 'vmx_is_valid_debugctl', 'v6.12', 'read');
const MODEL = [
  'src/spec/model/register/debugctl.ts#supportedDebugctl',
  'src/spec/model/register/debugctl.ts#writeDebugctl',
];

/** Bits that no vCPU of the contract ever has. */
const NEVER =
  ~(DEBUGCTL.LBR | DEBUGCTL.BTF | DEBUGCTL.BUS_LOCK_DETECT | DEBUGCTL.FREEZE_LBRS_ON_PMI | DEBUGCTL.RTM_DEBUG) &
  0xffff_ffff_ffff_ffffn;

const accepts = (vcpu: Session, value: bigint): boolean => vcpu.wrmsr(MSR.DEBUGCTL, value).result === 'ok';

export const valueRules = [
  registerRule({
    id: 'LBR-DBG-24',
    level: 'must',
    title: 'A guest write of any other DEBUGCTL bit faults',
    statement:
      'A guest WRMSR of DEBUGCTL with TR, BTS, BTINT, BTS_OFF_OS, BTS_OFF_USR, FREEZE_PERFMON_ON_PMI, FREEZE_IN_SMM or a reserved bit set must fault.',
    rationale:
      'KVM does not virtualize these bits. A guest that turned them on in hardware would write trace to host memory or stop host counters.',
    doesNotSay: 'It does not say that the host may not have them set; [LBR-DBG-29] is about a bit that the host sets.',
    killedBy: ['debugctlOtherBits=ignored'],
    inTrace: guestAccess('kvm_msr: msr_write 1d9 of a bit that KVM does not virtualize, without (#GP)', NOTHING_HIDDEN),
    onHardware: 'selftest',
    sources: [VALID, commit('91dcfae0ff2b', 'perf/x86/intel: Do not enable BTS for guests', 'said')],
    model: MODEL,
    securityBoundary: true,
    property: {
      arbitrary: fc.record({
        host: anyHost,
        cpuid: anyCpuid,
        bit: fc.integer({ min: 0, max: 63 }),
        rest: debugctlValue,
      }),
      classes: ['a bit of BTS', 'a freeze bit', 'a reserved bit'],
      classify: ({ bit }) => {
        if (bit >= 6 && bit <= 10) return ['a bit of BTS'];
        if (bit === 12 || bit === 14) return ['a freeze bit'];
        return bit > 15 ? ['a reserved bit'] : [];
      },
      holds: ({ host, cpuid, bit, rest }, start) => {
        const value = (1n << BigInt(bit)) | rest;
        if ((value & NEVER) === 0n) return undefined;
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        return vcpu.wrmsr(MSR.DEBUGCTL, value).result === '#GP';
      },
    },
  }),
  registerRule({
    id: 'LBR-DBG-25',
    level: 'must',
    title: 'KVM checks DEBUGCTL bits one by one',
    statement:
      'If two values of DEBUGCTL are accepted from a guest one by one, their union must be accepted too and read as the union of what the two read.',
    rationale:
      'The bits are independent of each other. Until 8a4351ac302c, one unsupported BTF took a supported LBR away with it: a guest that wrote LBR|BTF recorded nothing, without an error.',
    doesNotSay: 'It does not say which bits are accepted.',
    killedBy: ['debugctlSquash=lbr-with-btf', 'bug 8a4351ac302c'],
    inTrace: guestAccess(
      'kvm_msr: msr_write 1d9 with (#GP) of a value whose bits were all accepted before',
      NOTHING_HIDDEN,
    ),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      commit('8a4351ac302c', 'KVM: VMX: Extract checking of guest’s DEBUGCTL into helper', 'read'),
      kernel(VMX, 'vmx_set_msr', 'v5.15', 'read', 'clears BTF and LBR together'),
    ],
    model: ['src/spec/model/register/debugctl.ts#squash'],
    property: {
      arbitrary: fc.record({
        host: legacyHost,
        cpuid: anyCpuid,
        one: fc.oneof(plainDebugctl, debugctlValue),
        other: fc.oneof(plainDebugctl, debugctlValue),
      }),
      classes: ['with BTF', 'without BTF'],
      classify: ({ one, other }) => [((one | other) & DEBUGCTL.BTF) === 0n ? 'without BTF' : 'with BTF'],
      holds: ({ host, cpuid, one, other }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const read = (value: bigint): bigint | undefined =>
          accepts(vcpu, value) ? vcpu.rdmsr(MSR.DEBUGCTL).value : undefined;
        const [first, second] = [read(one), read(other)];
        if (first === undefined || second === undefined) return undefined;
        return read(one | other) === (first | second);
      },
    },
  }),
  registerRule({
    id: 'LBR-DBG-26',
    level: 'must',
    title: 'DEBUGCTL reads as the last accepted write',
    statement:
      'A guest RDMSR of DEBUGCTL must give the last write that did not fault, without bits that the vCPU does not have.',
    rationale: 'Kernels read, change and write DEBUGCTL. A read has to return what was written.',
    doesNotSay:
      'A PMI, a debug exception, a VM-exit and a RESET change the value as well; the chapters on them say how.',
    killedBy: ['freezeInSmm=visible'],
    inTrace: guestAccess(
      'kvm_msr: msr_read 1d9 with another value than the last accepted write under the supported mask',
      'the value before the first write in the trace; a #DB or PMI clears LBR, and a nested guest has its own, without a mark',
    ),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [kernel(VMX, 'vmx_get_msr', 'v6.12', 'read'), VALID],
    model: [...MODEL, 'src/spec/model/register/debugctl.ts#readDebugctl'],
    property: {
      arbitrary: fc.record({
        host: anyHost,
        cpuid: anyCpuid,
        values: fc.array(fc.oneof(plainDebugctl, debugctlValue), { minLength: 1, maxLength: 4 }),
      }),
      classes: ['one write', 'more writes'],
      classify: ({ values }) => [values.length === 1 ? 'one write' : 'more writes'],
      holds: ({ host, cpuid, values }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        for (const value of values) {
          const before = seen(vcpu.rdmsr(MSR.DEBUGCTL));
          const accepted = accepts(vcpu, value);
          const now = vcpu.rdmsr(MSR.DEBUGCTL);
          if (!accepted && seen(now) !== before) return false;
          if (accepted && ((now.value ?? 0n) & ~value) !== 0n) return false;
          if (
            accepted &&
            now.value !== bitsOf(value, () => start(host, 'a vCPU of the same CPUID, asked for one bit'), cpuid)
          )
            return false;
          // What reads back is a value like any other: written again, it stays.
          if (accepted && (!accepts(vcpu, now.value ?? 0n) || seen(vcpu.rdmsr(MSR.DEBUGCTL)) !== seen(now)))
            return false;
        }
        return true;
      },
    },
  }),
];

/**
 * The bits of a value that the vCPU has: those whose write alone does not fault, except BTF, which no vCPU has, and
 * LBR, which goes with the records.
 */
function bitsOf(value: bigint, start: () => Session, cpuid: Partial<GuestCpuid>): bigint {
  let bits = 0n;
  for (let bit = 1n; bit <= value; bit <<= 1n) {
    if ((value & bit) === 0n || bit === DEBUGCTL.BTF) continue;
    const vcpu = start();
    vcpu.setCpuid(cpuid);
    const has = bit === DEBUGCTL.LBR ? hasLegacyLbr(vcpu) && !hasArchLbr(vcpu) : accepts(vcpu, bit);
    if (has) bits |= bit;
  }
  return bits;
}
