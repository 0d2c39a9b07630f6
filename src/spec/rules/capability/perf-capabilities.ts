import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { MSR, PERF_CAP, type Session } from '../../model/register/index.ts';
import { anyCpuid, anyHost, lbrCpuid, lbrHost, legacyHost } from '../kit/register/arbitrary.ts';
import { guestView, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { guestAccess, NOTHING_HIDDEN, UNSEEN } from '../kit/in-trace.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const X86 = 'arch/x86/kvm/x86.c';
const MODEL = ['src/spec/model/register/perf-capabilities.ts#writePerfCapabilities'];
const WRITE = kernel(VMX, 'vmx_set_msr', 'v6.12', 'read');

const offered = (vcpu: Session): bigint => vcpu.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n;

export const perfCapabilitiesRules = [
  registerRule({
    id: 'LBR-CAP-7',
    level: 'must',
    title: 'CPUID and PERF_CAPABILITIES in either order',
    statement:
      'Before the first VM-entry, KVM must give the guest the same PERF_CAPABILITIES and LBR MSRs whether the VMM sets CPUID or PERF_CAPABILITIES first.',
    rationale:
      'VMMs restore a vCPU in an order of their own. If an order silently turns LBR on or off, that shows only on the target, after the migration.',
    doesNotSay: 'It does not say that each call returns the same in both orders.',
    killedBy: [
      'perfCapNeedsPmuVersion=yes',
      'perfCapRefresh=never',
      'perfCapNeedsPdcm=non-zero',
      'perfCapNeedsPdcm=yes',
      'perfCapModelCheck=at-write',
      'bug B14',
    ],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      WRITE,
      commit('a1039111192b', 'KVM: VMX: Remove restriction that PMU version > 0 for PERF_CAPABILITIES', 'said'),
      commit('d75cac366f44', 'KVM: x86: Reject userspace attempts to access PERF_CAPABILITIES w/o PDCM', 'said'),
    ],
    disputed:
      'The selftest pmu_counters_test sets PERF_CAPABILITIES before the PMU version and works on every kernel, because its CPUID has PDCM and a vPMU by then, and LBR_FMT is 0. d75cac366f44 requires CPUID first, and fails an early write. On v7.3 a write of 0 before any CPUID succeeds, because the MSR is listed, and is not stored: the guest gets LBR although the VMM took it away.',
    model: MODEL,
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        value: fc.constantFrom<('offered' | 'full-width writes' | '0')[]>('offered', 'full-width writes', '0'),
        stuffed: fc.boolean(),
      }),
      classes: ['offered', 'full-width writes', '0', 'feature MSRs not filled'],
      classify: ({ value, stuffed }) => [value, ...(stuffed ? [] : ['feature MSRs not filled'])],
      holds: ({ host, cpuid, value, stuffed }, start) => {
        const cpuidFirst = start(host, 'a vCPU whose CPUID was set before PERF_CAPABILITIES');
        if (!stuffed) cpuidFirst.disableStuffedMsrs();
        const all = offered(cpuidFirst);
        const written = { offered: all, 'full-width writes': all & PERF_CAP.FW_WRITES, '0': 0n }[value];
        cpuidFirst.setCpuid(cpuid);
        cpuidFirst.setMsr(MSR.PERF_CAPABILITIES, written);
        const msrFirst = start(host);
        if (!stuffed) msrFirst.disableStuffedMsrs();
        msrFirst.setMsr(MSR.PERF_CAPABILITIES, written);
        msrFirst.setCpuid(cpuid);
        return guestView(cpuidFirst) === guestView(msrFirst);
      },
    },
  }),
  registerRule({
    id: 'LBR-CAP-8',
    level: 'must',
    title: 'The VMM may choose 0 or the host’s format',
    statement:
      'On a vCPU with PDCM, vPMU and the model of the host, KVM must accept an LBR_FMT of 0 or the one that it offers, and refuse every other format and every bit that it does not offer.',
    rationale: 'A guest that decodes its records by the wrong format reads flags as addresses. There is no conversion.',
    doesNotSay: 'It says nothing of a vCPU whose model is not that of the host.',
    killedBy: ['perfCapFormatCheck=supported-bits'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [WRITE],
    model: MODEL,
    property: {
      arbitrary: fc.record({
        host: legacyHost,
        cpuid: lbrCpuid,
        // Formats in use are small; a format inside the bits of another one is the interesting mistake.
        format: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 0x3f })),
        bit: fc.option(fc.integer({ min: 6, max: 63 }), { nil: undefined, freq: 2 }),
      }),
      classes: ['format 0', 'a format', 'a bit above'],
      classify: ({ format, bit }) => [
        format === 0 ? 'format 0' : 'a format',
        ...(bit === undefined ? [] : ['a bit above']),
      ],
      holds: ({ host, cpuid, format, bit }, start) => {
        const vcpu = start(host);
        const all = offered(vcpu);
        vcpu.setCpuid(cpuid);
        const value = BigInt(format) | (bit === undefined ? 0n : 1n << BigInt(bit)) | PERF_CAP.FW_WRITES;
        const legal =
          (format === 0 || BigInt(format) === (all & PERF_CAP.LBR_FMT)) && (value & ~PERF_CAP.LBR_FMT & ~all) === 0n;
        const before = seen(vcpu.getMsr(MSR.PERF_CAPABILITIES));
        const accepted = vcpu.setMsr(MSR.PERF_CAPABILITIES, value).result === 'ok';
        const unchanged = accepted || seen(vcpu.getMsr(MSR.PERF_CAPABILITIES)) === before;
        return accepted === legal && unchanged;
      },
    },
  }),
  registerRule({
    id: 'LBR-CAP-9',
    level: 'must',
    title: 'PERF_CAPABILITIES is read-only for the guest',
    statement: 'A guest WRMSR of PERF_CAPABILITIES must fault, even with the current value, and change nothing.',
    rationale: 'The MSR is read-only on the CPU.',
    doesNotSay: 'With ignore_msrs set, KVM hides the fault of a value that it would otherwise accept.',
    killedBy: ['perfCapGuestWrite=accepted'],
    inTrace: guestAccess('kvm_msr: msr_write 345 without (#GP)', NOTHING_HIDDEN),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read')],
    model: MODEL,
    property: {
      arbitrary: fc.record({
        host: anyHost,
        cpuid: anyCpuid,
        bit: fc.option(fc.integer({ min: 0, max: 63 }), { nil: undefined }),
      }),
      classes: ['the current value', 'one bit changed'],
      classify: ({ bit }) => [bit === undefined ? 'the current value' : 'one bit changed'],
      holds: ({ host, cpuid, bit }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const before = vcpu.getMsr(MSR.PERF_CAPABILITIES);
        const value = (before.value ?? 0n) ^ (bit === undefined ? 0n : 1n << BigInt(bit));
        const faults = vcpu.wrmsr(MSR.PERF_CAPABILITIES, value).result === '#GP';
        return faults && seen(vcpu.getMsr(MSR.PERF_CAPABILITIES)) === seen(before);
      },
    },
  }),
];
