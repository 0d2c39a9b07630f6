import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { MSR, PERF_CAP, type Session } from '../../model/register/index.ts';
import { lbrCpuid, lbrHost } from '../kit/register/arbitrary.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';

const X86 = 'arch/x86/kvm/x86.c';
const MODEL = ['src/spec/model/register/perf-capabilities.ts#writePerfCapabilities'];

const offered = (vcpu: Session): bigint => vcpu.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n;

export const laterRules = [
  registerRule({
    id: 'LBR-CAP-10',
    level: 'must',
    title: 'The configuration is fixed by the first VM-entry',
    statement:
      'After the first VM-entry of a vCPU, KVM must refuse a CPUID or PERF_CAPABILITIES that differs from the current one and accept the same again.',
    rationale:
      'The guest has read its capabilities and may be recording. Taking its records away would change its CPU. VMMs write all MSRs blindly at RESET, so the same value has to pass.',
    doesNotSay:
      'It does not say that the VMM may never change it: before the first VM-entry it may, as often as it likes.',
    killedBy: ['featureMsrsAfterRun=writable', 'cpuidAfterRun=writable'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [kernel(X86, 'do_set_msr', 'v6.12', 'read'), kernel(X86, 'do_set_msr', 'v6.1', 'read', 'no such check')],
    model: ['src/spec/model/register/access.ts#writeMsr'],
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
  registerRule({
    id: 'LBR-CAP-11',
    level: 'must',
    title: 'Without PDCM there is no PERF_CAPABILITIES',
    statement:
      'On a vCPU whose CPUID has no PDCM, PERF_CAPABILITIES must fault when the guest reads it and be refused when the VMM writes a value other than 0.',
    rationale:
      'PDCM is the CPUID bit of the MSR. If the VMM sets a value that no guest can see, it makes a mistake, and does not notice it if KVM accepts the value.',
    doesNotSay: 'It says nothing of a vCPU whose CPUID was not set yet; see [LBR-CAP-7].',
    killedBy: ['perfCapNeedsPdcm=no', 'bug B13'],
    inTrace: {
      unseen:
        'PDCM in the CPUID of the guest is not in the trace: a read of PERF_CAPABILITIES tells it and cannot contradict it',
    },
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      commit('d75cac366f44', 'KVM: x86: Reject userspace attempts to access PERF_CAPABILITIES w/o PDCM', 'said'),
      kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read', 'no PDCM check for the VMM'),
    ],
    model: [...MODEL, 'src/spec/model/register/perf-capabilities.ts#readPerfCapabilities'],
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
  registerRule({
    id: 'LBR-CAP-12',
    level: 'must',
    title: 'PERF_CAPABILITIES reads as it was set',
    statement:
      'On a vCPU with PDCM, KVM must give guest and VMM the PERF_CAPABILITIES that it last accepted, unchanged.',
    rationale:
      'If the value reads back changed, the VMM cannot compare it with the one it wrote, and it does not survive a save and restore.',
    doesNotSay: 'It does not say that every bit of it has an effect.',
    killedBy: ['perfCapStored=masked', 'bug U15'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [kernel(X86, 'kvm_get_msr_common', 'v6.12', 'read')],
    model: ['src/spec/model/register/perf-capabilities.ts#readPerfCapabilities'],
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
