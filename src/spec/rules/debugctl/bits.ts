import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { DEBUGCTL, MSR, type Session } from '../../model/register/index.ts';
import { anyCpuid, anyHost, debugctlValue, lbrHost, legacyHost, plainDebugctl } from '../register/arbitrary.ts';
import { hasArchLbr, hasLbr, hasLegacyLbr, seen } from '../register/observe.ts';
import { rule } from '../register/rule.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const SUPPORTED = kernel(VMX, 'vmx_get_supported_debugctl', 'v6.12', 'read');
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

export const bitRules = [
  rule({
    id: 'LBR-DBG-20',
    level: 'must',
    title: 'LBR and BTF never fault',
    statement:
      'A guest WRMSR of DEBUGCTL whose only unsupported bits are LBR and BTF must succeed, and those bits read 0 afterwards.',
    rationale:
      'Guests set LBR and BTF without asking, because the bits are on every CPU since the Pentium 4. A fault there breaks kernels that work on hardware.',
    doesNotSay: 'It does not say that BTF has an effect; it never has. Hosts with Arch LBR are in [LBR-ARCH-24].',
    sources: [VALID, kernel(VMX, 'vmx_set_msr', 'v5.15', 'read')],
    model: MODEL,
    violatedOn: [],
    property: {
      arbitrary: fc.record({ host: anyHost, cpuid: anyCpuid, value: fc.constantFrom(1n, 2n, 3n) }),
      classes: ['LBR', 'BTF', 'LBR and BTF'],
      classify: ({ value }) => [['LBR', 'BTF', 'LBR and BTF'][Number(value) - 1]],
      holds: ({ host, cpuid, value }, start) => {
        if (host.lbr === 'arch') return undefined;
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!accepts(vcpu, value)) return false;
        const now = vcpu.rdmsr(MSR.DEBUGCTL).value ?? 0n;
        return (now & DEBUGCTL.BTF) === 0n && (hasLegacyLbr(vcpu) || now === 0n);
      },
    },
  }),
  rule({
    id: 'LBR-DBG-21',
    level: 'must',
    title: 'RTM_DEBUG goes with RTM',
    statement:
      'A guest must be able to set DEBUGCTL.RTM_DEBUG if and only if host and guest CPUID have RTM; otherwise the write faults.',
    rationale: 'The bit is part of RTM. A guest that sees RTM in CPUID has every reason to set it.',
    doesNotSay: 'It does not say that KVM advances transactions under the debugger.',
    sources: [
      commit('17ec2f965344', 'KVM: VMX: Allow guest to set DEBUGCTL.RTM_DEBUG if RTM is supported', 'said'),
      SUPPORTED,
    ],
    model: MODEL,
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2', 'coexist-2023'],
    property: {
      arbitrary: fc.record({ host: lbrHost, hostRtm: fc.boolean(), rtm: fc.boolean() }),
      classes: ['both', 'host only', 'guest only', 'neither'],
      classify: ({ hostRtm, rtm }) => [hostRtm ? (rtm ? 'both' : 'host only') : rtm ? 'guest only' : 'neither'],
      holds: ({ host, hostRtm, rtm }, start) => {
        const vcpu = start({ ...host, rtm: hostRtm });
        vcpu.setCpuid({ rtm });
        return accepts(vcpu, DEBUGCTL.RTM_DEBUG) === (hostRtm && rtm);
      },
    },
  }),
  rule({
    id: 'LBR-DBG-22',
    level: 'must',
    title: 'BUS_LOCK_DETECT goes with its CPUID bit',
    statement:
      'A guest must be able to set DEBUGCTL.BUS_LOCK_DETECT if and only if host and guest CPUID have bus-lock detection; otherwise the write faults.',
    rationale: 'A guest that got the bit without the feature would take debug exceptions that it cannot explain.',
    doesNotSay: 'It says nothing of KVM’s own bus-lock exits.',
    sources: [SUPPORTED],
    model: MODEL,
    violatedOn: [],
    property: {
      arbitrary: fc.record({ host: lbrHost, hostBld: fc.boolean(), busLockDetect: fc.boolean() }),
      classes: ['both', 'host only', 'guest only', 'neither'],
      classify: ({ hostBld, busLockDetect: guest }) => [
        hostBld ? (guest ? 'both' : 'host only') : guest ? 'guest only' : 'neither',
      ],
      holds: ({ host, hostBld, busLockDetect }, start) => {
        const vcpu = start({ ...host, busLockDetect: hostBld });
        vcpu.setCpuid({ busLockDetect });
        return accepts(vcpu, DEBUGCTL.BUS_LOCK_DETECT) === (hostBld && busLockDetect);
      },
    },
  }),
  rule({
    id: 'LBR-DBG-23',
    level: 'must',
    title: 'LBR and FREEZE_LBRS_ON_PMI go with guest LBR',
    statement:
      'DEBUGCTL.LBR must be kept for a vCPU with legacy LBR and for no other, and FREEZE_LBRS_ON_PMI must be accepted for a vCPU with LBR and fault for any other.',
    rationale:
      'The two bits do nothing without records. LBR is forgiven by [LBR-DBG-20]; FREEZE_LBRS_ON_PMI is set only by software that knows of LBRs.',
    doesNotSay: 'It does not say that records are made: that takes the LBRs as well as the bit.',
    sources: [SUPPORTED, VALID],
    model: MODEL,
    violatedOn: ['v5.12', 'v6.2'],
    property: {
      arbitrary: fc.record({ host: anyHost, cpuid: anyCpuid }),
      classes: ['legacy host', 'arch host', 'no PDCM'],
      classify: ({ host, cpuid }) => [
        host.lbr === 'arch' ? 'arch host' : 'legacy host',
        ...(cpuid.pdcm === false ? ['no PDCM'] : []),
      ],
      holds: ({ host, cpuid }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const kept = accepts(vcpu, DEBUGCTL.LBR) && vcpu.rdmsr(MSR.DEBUGCTL).value === DEBUGCTL.LBR;
        const freezes = accepts(vcpu, DEBUGCTL.FREEZE_LBRS_ON_PMI);
        return kept === (hasLegacyLbr(vcpu) && !hasArchLbr(vcpu)) && freezes === hasLbr(vcpu);
      },
    },
  }),
  rule({
    id: 'LBR-DBG-24',
    level: 'must',
    title: 'Every other bit faults',
    statement:
      'A guest WRMSR of DEBUGCTL with TR, BTS, BTINT, BTS_OFF_OS, BTS_OFF_USR, FREEZE_PERFMON_ON_PMI, FREEZE_IN_SMM or a reserved bit set must fault.',
    rationale:
      'KVM does not virtualize these. A guest that turned them on in hardware would write trace to host memory or stop host counters.',
    doesNotSay: 'It does not say that the host may not have them set; [LBR-DBG-29] is about one that it has.',
    sources: [VALID, commit('91dcfae0ff2b', 'perf/x86/intel: Do not enable BTS for guests', 'said')],
    model: MODEL,
    securityBoundary: true,
    violatedOn: [],
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
  rule({
    id: 'LBR-DBG-25',
    level: 'must',
    title: 'A bit means the same beside any other',
    statement:
      'If two values of DEBUGCTL are accepted from a guest one by one, their union must be accepted too and must read as the union of what the two read.',
    rationale:
      'The bits have nothing to do with each other. Until 8a4351ac302c, one unsupported BTF took a supported LBR away with it: a guest that wrote LBR|BTF recorded nothing, without an error.',
    doesNotSay: 'It does not say which bits are accepted.',
    sources: [
      commit('8a4351ac302c', 'KVM: VMX: Extract checking of guest’s DEBUGCTL into helper', 'read'),
      kernel(VMX, 'vmx_set_msr', 'v5.15', 'read', 'clears BTF and LBR together'),
    ],
    model: ['src/spec/model/register/debugctl.ts#squash'],
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2', 'coexist-2023'],
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
  rule({
    id: 'LBR-DBG-26',
    level: 'must',
    title: 'DEBUGCTL reads as the last accepted write',
    statement:
      'A guest RDMSR of DEBUGCTL must give the last accepted write without bits that the vCPU does not have, and a write that faults must change nothing.',
    rationale: 'Kernels read, change and write DEBUGCTL. What comes back has to be what went in.',
    doesNotSay:
      'A PMI, a debug exception, a VM-exit and a RESET change the value as well; the chapters on them say how.',
    sources: [kernel(VMX, 'vmx_get_msr', 'v6.12', 'read'), VALID],
    model: [...MODEL, 'src/spec/model/register/debugctl.ts#readDebugctl'],
    violatedOn: [],
    property: {
      arbitrary: fc.record({
        host: anyHost,
        cpuid: anyCpuid,
        values: fc.array(debugctlValue, { minLength: 1, maxLength: 4 }),
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
          // What reads back is a value like any other: written again, it stays.
          if (accepted && (!accepts(vcpu, now.value ?? 0n) || seen(vcpu.rdmsr(MSR.DEBUGCTL)) !== seen(now)))
            return false;
        }
        return true;
      },
    },
  }),
];
