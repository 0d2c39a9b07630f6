import * as fc from 'fast-check';
import { commit, kernel, mail } from '../../kit/source.ts';
import { DEBUGCTL, hostOf, MSR, PERF_CAP } from '../../model/register/index.ts';
import { anyCpuid, legacyHost, lbrHost } from '../kit/register/arbitrary.ts';
import { allLbrMsrs, hasLbr, hasLegacyLbr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';

const VMM_WRITES = [
  'the VMM leaves DEBUGCTL alone',
  'the VMM sets DEBUGCTL before CPUID',
  'between two CPUIDs',
  'after CPUID',
] as const;

export const MODEL = ['src/spec/model/register/refresh.ts#refreshPmu', 'src/spec/model/register/refresh.ts#lbrEnabled'];

/** When a vCPU has legacy LBR, and what is off where it has not. */
export const enableRules = [
  registerRule({
    id: 'LBR-CAP-6',
    level: 'must',
    title: 'The conditions for legacy LBR',
    statement:
      'A vCPU must have legacy LBR if and only if its CPUID has PDCM, a vPMU version above 0 and the model of the host, and its PERF_CAPABILITIES has the LBR_FMT that KVM offers.',
    rationale:
      'Records of another model can mean something else, and a guest without PDCM or vPMU has no way to know what it got. The last configuration counts, not one before it.',
    doesNotSay: 'Family and stepping are not compared. The conditions for Arch LBR are in [LBR-ARCH-20].',
    killedBy: ['modelMatch=ignored', 'earlyRefreshRecords=stale', 'bug B03', 'bug B07'],
    inTrace: { unseen: 'CPUID of the guest and the model of the host are not in the trace' },
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      kernel(PMU_INTEL, 'intel_pmu_refresh', 'v7.3', 'read'),
      commit('957d0f70e97b', 'KVM: x86/pmu: Zero out LBR capabilities during PMU refresh', 'said'),
    ],
    model: MODEL,
    property: {
      arbitrary: fc.record({ host: legacyHost, before: anyCpuid, cpuid: anyCpuid, format: fc.boolean() }),
      classes: ['all conditions', 'no PDCM', 'no vPMU', 'another model', 'LBR_FMT 0', 'reconfigured'],
      classify: ({ host, before, cpuid, format }) => {
        const missing = [
          ...(cpuid.pdcm === false ? ['no PDCM'] : []),
          ...(cpuid.pmuVersion === 0 ? ['no vPMU'] : []),
          ...(cpuid.model !== undefined && cpuid.model !== hostOf(host).model ? ['another model'] : []),
          ...(format ? [] : ['LBR_FMT 0']),
        ];
        const reconfigured = before.pmuVersion !== cpuid.pmuVersion ? ['reconfigured'] : [];
        return [...(missing.length === 0 ? ['all conditions'] : missing), ...reconfigured];
      },
      holds: ({ host, before, cpuid, format }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(before);
        vcpu.setCpuid(cpuid);
        if (!format) vcpu.setMsr(MSR.PERF_CAPABILITIES, 0n);
        const { pdcm = true, pmuVersion = 2, model = vcpu.host.model } = cpuid;
        const offered = (vcpu.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n) & PERF_CAP.LBR_FMT;
        const expected = pdcm && pmuVersion > 0 && model === vcpu.host.model && format && offered !== 0n;
        return hasLegacyLbr(vcpu) === expected;
      },
    },
  }),
  registerRule({
    id: 'LBR-CAP-13',
    revision: 2,
    level: 'should',
    title: 'A vCPU without LBR has none anywhere',
    statement:
      'A vCPU whose configuration does not give it LBR should find every LBR MSR faulting and DEBUGCTL.LBR reading 0, whatever the VMM set and in whatever order.',
    rationale:
      'A wrong configuration is the VMM’s own affair. It may cost the guest its LBRs, but a vCPU with half of the MSRs, or with a recording bit and no records, is in a state that no CPU has.',
    doesNotSay:
      'It does not ask KVM to refuse the configuration. For the guest’s own accesses [LBR-MSR-20] and [LBR-DBG-23] are stricter: they say must.',
    killedBy: ['debugctlAtEntry=as-stored', 'archHostLegacyFmt=advertised'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason:
          'All that is left of the rule beside others is what a VMM does to its own guest. KVM does not police that, and LBR-DBG-32 asks for no more than a should.',
        before:
          'A vCPU whose configuration does not give it LBR must find every LBR MSR faulting and DEBUGCTL.LBR reading 0, whatever the VMM set and in whatever order.',
      },
    ],
    sources: [
      mail(
        'Y9RM8ytJYLDIVMpq@google.com',
        'Sean Christopherson',
        '2023-01-27',
        'said',
        'refuse to enable, accept the ioctl',
      ),
      kernel(PMU_INTEL, 'intel_pmu_is_valid_lbr_msr', 'v7.3', 'read'),
      kernel(VMX, 'vmx_get_supported_debugctl', 'v7.3', 'read', 'host_initiated: LBR without a look at the vCPU'),
    ],
    disputed:
      'b333b8ebb85d lets the VMM set DEBUGCTL.LBR whatever the CPUID of the vCPU, so that a restore before KVM_SET_CPUID2 works. KVM does not check again once the CPUID is set: if the VMM sets the bit for a vCPU without LBR, the guest reads it. KVM’s answer is that the VMM may shoot itself in the foot; the rule asks for the state of a CPU that exists.',
    model: [...MODEL, 'src/spec/model/register/debugctl.ts#maskDebugctl'],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: anyCpuid,
        value: fc.constantFrom(0n, 1n, 3n),
        vmm: fc.constantFrom<(typeof VMM_WRITES)[number][]>(...VMM_WRITES),
      }),
      classes: ['no PDCM', 'another model', 'no vPMU', 'plain', ...VMM_WRITES],
      classify: ({ host, cpuid, vmm }) => {
        const classes = [
          ...(cpuid.pdcm === false ? ['no PDCM'] : []),
          ...(cpuid.pmuVersion === 0 ? ['no vPMU'] : []),
          ...(cpuid.model !== undefined && cpuid.model !== hostOf(host).model ? ['another model'] : []),
        ];
        return [...(classes.length === 0 ? ['plain'] : classes), vmm];
      },
      holds: ({ host, cpuid, value, vmm }, start) => {
        const reference = start(host, 'a vCPU of the same CPUID that the VMM leaves alone');
        reference.setCpuid(cpuid);
        if (hasLbr(reference)) return undefined;
        const vcpu = start(host);
        if (vmm === 'the VMM sets DEBUGCTL before CPUID') vcpu.setMsr(MSR.DEBUGCTL, DEBUGCTL.LBR);
        if (vmm === 'between two CPUIDs') {
          vcpu.setCpuid({});
          vcpu.setMsr(MSR.DEBUGCTL, DEBUGCTL.LBR);
        }
        vcpu.setCpuid(cpuid);
        if (vmm === 'after CPUID') vcpu.setMsr(MSR.DEBUGCTL, DEBUGCTL.LBR);
        if (vmm === 'the VMM leaves DEBUGCTL alone') vcpu.wrmsr(MSR.DEBUGCTL, value);
        const masked = ((vcpu.rdmsr(MSR.DEBUGCTL).value ?? 0n) & DEBUGCTL.LBR) === 0n;
        return masked && allLbrMsrs(host).every((msr) => vcpu.rdmsr(msr).result === '#GP');
      },
    },
  }),
];
