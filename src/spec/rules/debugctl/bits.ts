import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { DEBUGCTL, MSR, type Session } from '../../model/register/index.ts';
import { anyCpuid, anyHost, lbrHost } from '../kit/register/arbitrary.ts';
import { hasArchLbr, hasLbr, hasLegacyLbr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { CPUID_UNSEEN, guestAccess, NOTHING_HIDDEN } from '../kit/in-trace.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const SUPPORTED = kernel(VMX, 'vmx_get_supported_debugctl', 'v6.12', 'read');
const VALID = kernel(VMX, 'vmx_is_valid_debugctl', 'v6.12', 'read');
const MODEL = [
  'src/spec/model/register/debugctl.ts#supportedDebugctl',
  'src/spec/model/register/debugctl.ts#writeDebugctl',
];

const accepts = (vcpu: Session, value: bigint): boolean => vcpu.wrmsr(MSR.DEBUGCTL, value).result === 'ok';

export const bitRules = [
  registerRule({
    id: 'LBR-DBG-20',
    level: 'must',
    title: 'LBR and BTF never fault',
    statement:
      'A guest WRMSR of DEBUGCTL whose only unsupported bits are LBR and BTF must succeed, and those bits read 0 afterwards.',
    rationale:
      'Guests set LBR and BTF without asking, because every CPU since the P6 family has the bits. A fault there breaks kernels that work on hardware.',
    doesNotSay: 'It does not say that BTF has an effect; it never has. Hosts with Arch LBR are in [LBR-ARCH-24].',
    killedBy: ['debugctlLbrBtf=fault', 'debugctlLbrGate=advertised', 'bug B23'],
    inTrace: guestAccess('kvm_msr: msr_write 1d9 of LBR or BTF with (#GP)', NOTHING_HIDDEN),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [VALID, kernel(VMX, 'vmx_set_msr', 'v5.15', 'read')],
    model: MODEL,
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
  registerRule({
    id: 'LBR-DBG-21',
    level: 'must',
    title: 'RTM_DEBUG goes with RTM',
    statement:
      'A guest must be able to set DEBUGCTL.RTM_DEBUG if and only if host and guest CPUID have RTM; otherwise the write faults.',
    rationale: 'The bit is part of RTM. A guest that sees RTM in CPUID has every reason to set it.',
    doesNotSay: 'It does not say that KVM advances transactions under the debugger.',
    killedBy: ['debugctlRtm=with-host', 'debugctlOtherBits=ignored', 'debugctlRtm=never', 'bug B24'],
    inTrace: guestAccess(
      'kvm_msr: msr_write 1d9 of bit 15 without (#GP), in a guest without RTM',
      'RTM in the guest CPUID, so the write alone stays unknown; a read after it decides',
    ),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      commit('17ec2f965344', 'KVM: VMX: Allow guest to set DEBUGCTL.RTM_DEBUG if RTM is supported', 'said'),
      SUPPORTED,
    ],
    model: MODEL,
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
  registerRule({
    id: 'LBR-DBG-22',
    level: 'must',
    title: 'BUS_LOCK_DETECT goes with its CPUID bit',
    statement:
      'A guest must be able to set DEBUGCTL.BUS_LOCK_DETECT if and only if host and guest CPUID have bus-lock detection; otherwise the write faults.',
    rationale: 'A guest that got the bit without the feature would take debug exceptions that it cannot explain.',
    doesNotSay: 'It says nothing of KVM’s own bus-lock exits.',
    killedBy: ['debugctlBusLock=with-host', 'debugctlOtherBits=ignored'],
    inTrace: guestAccess(
      'kvm_msr: msr_write 1d9 of bit 2 without (#GP), in a guest without the feature',
      'bus-lock detection in the guest CPUID, so the write alone stays unknown; a read after it decides',
    ),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [SUPPORTED],
    model: MODEL,
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
  registerRule({
    id: 'LBR-DBG-23',
    level: 'must',
    title: 'LBR and FREEZE_LBRS_ON_PMI go with guest LBR',
    statement:
      'A WRMSR of DEBUGCTL must keep LBR for a vCPU with legacy LBR and for no other, take FREEZE_LBRS_ON_PMI for a vCPU with LBR, and fault on it for any other.',
    rationale:
      'The two bits do nothing without records. [LBR-DBG-20] tolerates LBR; only software that knows of LBRs sets FREEZE_LBRS_ON_PMI.',
    doesNotSay: 'It does not say that the CPU records: that takes the LBRs as well as the bit.',
    killedBy: [
      'archDebugctlLbr=stored',
      'archHostLegacyFmt=advertised',
      'lbrMsrRange=without-check',
      'bug A08',
      'bug 098f4c061ea1',
    ],
    inTrace: guestAccess('kvm_msr: msr_write 1d9 of bit 11 without (#GP) while LBR is not exposed', CPUID_UNSEEN),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [SUPPORTED, VALID],
    model: MODEL,
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
];
