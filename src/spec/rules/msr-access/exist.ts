import * as fc from 'fast-check';
import { kernel } from '../../kit/source.ts';
import { hostOf, MSR } from '../../model/register/index.ts';
import { anyCpuid, anyHost, lbrCpuid, legacyHost } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { allLbrMsrs, hasArchLbr, hasLbr, hasLegacyLbr, recordEdges } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { CPUID_UNSEEN, guestAccess } from '../kit/in-trace.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const VALID = kernel(PMU_INTEL, 'intel_pmu_is_valid_lbr_msr', 'v6.12', 'read');

export const MODEL = [
  'src/spec/model/register/lbr-msrs.ts#lbrMsrOf',
  'src/spec/model/register/record-access.ts#accessRecordMsr',
];

/** Which LBR MSRs a vCPU has. */
export const existRules = [
  registerRule({
    id: 'LBR-MSR-20',
    level: 'must',
    title: 'Without guest LBR, every LBR MSR faults',
    statement: 'On a vCPU without LBR, a guest RDMSR or WRMSR of any LBR MSR, of any format and depth, must fault.',
    rationale:
      'A read that gives 0 tells a guest that LBRs exist and are empty. Kernels probe the MSRs and understand a fault as the answer.',
    doesNotSay: 'With ignore_msrs set, KVM hides the fault.',
    killedBy: ['lbrMsrRange=without-check', 'archHostLegacyFmt=advertised'],
    inTrace: guestAccess('kvm_msr of an LBR MSR without (#GP) while LBR is not exposed', CPUID_UNSEEN),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [VALID],
    model: MODEL,
    property: {
      arbitrary: fc.record({
        host: anyHost,
        cpuid: anyCpuid,
        format: fc.boolean(),
        which: fc.nat(63),
        write: fc.option(fc.constantFrom(0n, 1n), { nil: undefined }),
      }),
      classes: ['read', 'write', 'LBR_FMT 0'],
      classify: ({ write, format }) => [write === undefined ? 'read' : 'write', ...(format ? [] : ['LBR_FMT 0'])],
      holds: ({ host, cpuid, format, which, write }, start) => {
        const probe = start(host, 'a vCPU of the same configuration');
        probe.setCpuid(cpuid);
        if (!format) probe.setMsr(MSR.PERF_CAPABILITIES, 0n);
        if (hasLbr(probe)) return undefined;
        const msrs = allLbrMsrs(host);
        const msr = msrs[which % msrs.length];
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!format) vcpu.setMsr(MSR.PERF_CAPABILITIES, 0n);
        const { result } = write === undefined ? vcpu.rdmsr(msr) : vcpu.wrmsr(msr, write);
        return result === '#GP';
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-21',
    level: 'must',
    title: 'A vCPU has exactly the record MSRs that its LBR format has',
    statement:
      'A vCPU with legacy LBR must have LBR_SELECT, TOS, and as many FROM and TO MSRs, and INFO MSRs where the host has them, as the host has records; the index behind the last of each faults for the guest and is refused to the VMM.',
    rationale: 'One index too many is somebody else’s MSR; one too few is a hole in the guest’s stack.',
    doesNotSay: 'It says nothing of what the MSRs hold. Arch LBR is in [LBR-ARCH-20].',
    killedBy: ['infoMsrs=format-5', 'lbrMsrRange=one-more'],
    inTrace: guestAccess(
      'kvm_msr of SELECT or TOS with (#GP) while LBR is exposed, or of the other flavour without it',
      `${CPUID_UNSEEN}; depth and format are not shown, so accesses to records stay unknown; passed-through accesses leave no mark`,
    ),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      VALID,
      kernel('arch/x86/events/intel/lbr.c', 'x86_perf_get_lbr', 'v6.1', 'read', 'info for LBR_FORMAT_INFO only'),
    ],
    model: [...MODEL, 'src/spec/model/register/refresh.ts#configuredRecords'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: legacyHost, cpuid: lbrCpuid }),
      classes: ['format 5, with INFO', 'format 7, with INFO', 'format 4, without INFO'],
      classify: ({ host }) => [
        hostOf(host).info === 0 ? 'format 4, without INFO' : `format ${hostOf(host).lbrFmt}, with INFO`,
      ],
      holds: ({ host, cpuid }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!hasLegacyLbr(vcpu)) return undefined;
        const { inside, outside } = recordEdges(host);
        const there = [MSR.LBR_SELECT, MSR.LBR_TOS, ...inside].every((msr) => vcpu.rdmsr(msr).result === 'ok');
        const behind = outside.every(
          (msr) => vcpu.rdmsr(msr).result === '#GP' && vcpu.getMsr(msr).result === 'refused',
        );
        return there && behind && !hasArchLbr(vcpu);
      },
    },
  }),
];
