import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { MSR, PERF_CAP, type Session } from '../../model/register/index.ts';
import { anyCpuid, anyHost, lbrCpuid, lbrHost, legacyHost } from '../register/arbitrary.ts';
import { guestView, seen } from '../register/observe.ts';
import { rule } from '../register/rule.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const X86 = 'arch/x86/kvm/x86.c';
const MODEL = ['src/spec/model/register/perf-capabilities.ts#writePerfCapabilities'];
const WRITE = kernel(VMX, 'vmx_set_msr', 'v6.12', 'read');

const offered = (vcpu: Session): bigint => vcpu.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n;

export const perfCapabilitiesRules = [
  rule({
    id: 'LBR-CAP-7',
    level: 'must',
    title: 'CPUID and PERF_CAPABILITIES in either order',
    statement:
      'Before the first VM-entry, KVM must give the guest the same PERF_CAPABILITIES and LBR MSRs whether the VMM sets CPUID or PERF_CAPABILITIES first.',
    rationale:
      'VMMs restore a vCPU in the order that suits them. An order that silently turns LBR on or off shows on the target only, after the migration.',
    doesNotSay: 'It does not say that each call returns the same in both orders.',
    sources: [
      WRITE,
      commit('a1039111192b', 'KVM: VMX: Remove restriction that PMU version > 0 for PERF_CAPABILITIES', 'said'),
      commit('d75cac366f44', 'KVM: x86: Reject userspace attempts to access PERF_CAPABILITIES w/o PDCM', 'said'),
    ],
    disputed:
      'The selftest pmu_counters_test sets PERF_CAPABILITIES first and works, because its CPUID has PDCM already and LBR_FMT is 0. On v7.3 a write of 0 before any CPUID succeeds, for the MSR is listed, and is not stored: the guest gets LBR that the VMM took away.',
    model: MODEL,
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'v7.3-mediated', 'arch-lbr-v2', 'coexist-2023', 'request'],
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
        const cpuidFirst = start(host);
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
  rule({
    id: 'LBR-CAP-8',
    level: 'must',
    title: 'The VMM may choose 0 or the host’s format',
    statement:
      'On a vCPU with PDCM, vPMU and the model of the host, KVM must accept an LBR_FMT of 0 or the one that it offers, and must refuse every other format and every bit that it does not offer.',
    rationale: 'A guest that decodes its records by the wrong format reads flags as addresses. There is no conversion.',
    doesNotSay: 'It says nothing of a vCPU whose model is not that of the host.',
    sources: [WRITE],
    model: MODEL,
    violatedOn: [],
    property: {
      arbitrary: fc.record({
        host: legacyHost,
        cpuid: lbrCpuid,
        format: fc.integer({ min: 0, max: 0x3f }),
        bit: fc.option(fc.integer({ min: 6, max: 63 }), { nil: undefined }),
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
  rule({
    id: 'LBR-CAP-9',
    level: 'must',
    title: 'PERF_CAPABILITIES is read-only for the guest',
    statement: 'A guest WRMSR of PERF_CAPABILITIES must fault, even with the current value, and change nothing.',
    rationale: 'The MSR is read-only on the CPU.',
    doesNotSay: 'With ignore_msrs set, KVM hides the fault of a value that it would not object to otherwise.',
    sources: [kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read')],
    model: MODEL,
    violatedOn: [],
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
  rule({
    id: 'LBR-CAP-10',
    level: 'must',
    title: 'The configuration is fixed by the first VM-entry',
    statement:
      'After the first VM-entry of a vCPU, KVM must refuse a CPUID or PERF_CAPABILITIES that differs from the current one and must accept the same again.',
    rationale:
      'The guest has read its capabilities and may be recording. Taking the records from under it is a change of CPU. VMMs write all MSRs blindly at RESET, so the same value has to pass.',
    doesNotSay:
      'It does not say that the VMM may never change it: before the first VM-entry it may, as often as it likes.',
    sources: [kernel(X86, 'do_set_msr', 'v6.12', 'read'), kernel(X86, 'do_set_msr', 'v6.1', 'read', 'no such check')],
    model: ['src/spec/model/register/access.ts#writeMsr'],
    violatedOn: ['v5.12', 'v6.2', 'arch-lbr-v2'],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, change: fc.boolean(), byCpuid: fc.boolean() }),
      classes: ['the same again', 'a change', 'CPUID', 'PERF_CAPABILITIES'],
      classify: ({ change, byCpuid }) => [
        change ? 'a change' : 'the same again',
        byCpuid ? 'CPUID' : 'PERF_CAPABILITIES',
      ],
      holds: ({ host, cpuid, change, byCpuid }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        vcpu.run();
        const current = vcpu.getMsr(MSR.PERF_CAPABILITIES).value ?? 0n;
        const { result } = byCpuid
          ? vcpu.setCpuid(change ? { ...cpuid, pdcm: false } : cpuid)
          : vcpu.setMsr(MSR.PERF_CAPABILITIES, change ? current ^ PERF_CAP.FW_WRITES : current);
        return result === (change ? 'refused' : 'ok');
      },
    },
  }),
  rule({
    id: 'LBR-CAP-11',
    level: 'must',
    title: 'Without PDCM there is no PERF_CAPABILITIES',
    statement:
      'On a vCPU whose CPUID has no PDCM, a guest RDMSR of PERF_CAPABILITIES must fault and KVM must refuse a non-zero value from the VMM.',
    rationale:
      'PDCM is the CPUID bit of the MSR. A value that no guest can see is a mistake of the VMM, and a silent one if accepted.',
    doesNotSay: 'It says nothing of a vCPU whose CPUID was not set yet; see [LBR-CAP-7].',
    sources: [
      commit('d75cac366f44', 'KVM: x86: Reject userspace attempts to access PERF_CAPABILITIES w/o PDCM', 'said'),
      kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read', 'no PDCM check for the VMM'),
    ],
    model: [...MODEL, 'src/spec/model/register/perf-capabilities.ts#readPerfCapabilities'],
    violatedOn: ['v6.2', 'v6.12', 'arch-lbr-v2', 'coexist-2023'],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, zero: fc.boolean() }),
      classes: ['0', 'non-zero'],
      classify: ({ zero }) => [zero ? '0' : 'non-zero'],
      holds: ({ host, cpuid, zero }, start) => {
        const vcpu = start(host);
        const all = offered(vcpu);
        vcpu.setCpuid({ ...cpuid, pdcm: false });
        const { result } = vcpu.setMsr(MSR.PERF_CAPABILITIES, zero ? 0n : all);
        return result === (zero ? 'ok' : 'refused') && vcpu.rdmsr(MSR.PERF_CAPABILITIES).result === '#GP';
      },
    },
  }),
  rule({
    id: 'LBR-CAP-12',
    level: 'must',
    title: 'PERF_CAPABILITIES reads as it was set',
    statement:
      'On a vCPU with PDCM, KVM must give guest and VMM the PERF_CAPABILITIES that it last accepted, unchanged.',
    rationale:
      'A value that comes back changed cannot be compared with the one that was asked for, and does not survive a save and restore.',
    doesNotSay: 'It does not say that every bit of it has an effect.',
    sources: [kernel(X86, 'kvm_get_msr_common', 'v6.12', 'read')],
    model: ['src/spec/model/register/perf-capabilities.ts#readPerfCapabilities'],
    violatedOn: [],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        writes: fc.array(fc.constantFrom<('offered' | 'format' | 'full-width')[]>('offered', 'format', 'full-width'), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
      classes: ['one write', 'more writes'],
      classify: ({ writes }) => [writes.length === 1 ? 'one write' : 'more writes'],
      holds: ({ host, cpuid, writes }, start) => {
        const vcpu = start(host);
        const all = offered(vcpu);
        vcpu.setCpuid(cpuid);
        let last: bigint | undefined;
        for (const name of writes) {
          const value = { offered: all, format: all & PERF_CAP.LBR_FMT, 'full-width': PERF_CAP.FW_WRITES }[name];
          if (vcpu.setMsr(MSR.PERF_CAPABILITIES, value).result === 'ok') last = value;
        }
        if (last === undefined) return undefined;
        return vcpu.getMsr(MSR.PERF_CAPABILITIES).value === last && vcpu.rdmsr(MSR.PERF_CAPABILITIES).value === last;
      },
    },
  }),
];
