/** Which MSRs a VMM is told to save. */
import * as fc from 'fast-check';
import { commit, kernel, mail } from '../../kit/source.ts';
import { DEBUGCTL, MSR, type MsrIndex } from '../../model/register/index.ts';
import { anyCpuid, anyHost } from '../kit/register/arbitrary.ts';
import { allLbrMsrs, hasArchLbr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';

export const X86 = 'arch/x86/kvm/x86.c';

export const LIST = kernel(X86, 'msrs_to_save_base', 'v6.12', 'read');

export const SAVED = [
  commit(
    '3700f0788da6',
    'KVM: SVM: Add missing save/restore handling of LBR MSRs',
    'said',
    'DEBUGCTL listed, 17 years late',
  ),
  LIST,
];

export const migrationListed = [
  registerRule({
    id: 'LBR-MIG-1',
    revision: 2,
    level: 'must',
    title: 'A listed MSR can be read, and 0 can be written',
    statement:
      'KVM must let the VMM read every MSR of KVM_GET_MSR_INDEX_LIST and write 0 to it, whatever the CPUID of the vCPU, except for 0 in LBR_DEPTH of a vCPU with Arch LBR.',
    rationale:
      'VMMs walk the list without knowing what each MSR is. The Arch LBR series of 2022 was taken out of the tree again because a write of 0 failed.',
    doesNotSay:
      'It does not say that the 0 is stored. It says nothing of LBR_DEPTH on a vCPU with Arch LBR, because 0 is not a depth.',
    killedBy: ['listedZero=refused', 'bug A04'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason: 'DEPTH takes the depths that CPUID enumerates and faults for any other value, 0 included.',
        before:
          'KVM must let the VMM read every MSR of KVM_GET_MSR_INDEX_LIST and write 0 to it, whatever the CPUID of the vCPU.',
      },
    ],
    sources: [kernel(X86, 'kvm_do_msr_access', 'v6.12', 'read'), LIST],
    model: ['src/spec/model/register/access.ts#finish', 'src/spec/model/register/msr-list.ts#listedMsrs'],
    property: {
      arbitrary: fc.record({ host: anyHost, cpuid: anyCpuid }),
      classes: ['no PDCM', 'PDCM'],
      classify: ({ cpuid }) => [cpuid.pdcm === false ? 'no PDCM' : 'PDCM'],
      holds: ({ host, cpuid }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        // DEPTH of a vCPU with Arch LBR has one value; 0 is refused on the CPU as well.
        const isDepth = (msr: MsrIndex): boolean => msr === MSR.ARCH_LBR_DEPTH && hasArchLbr(vcpu);
        // Each on a vCPU of its own, so that one 0 does not disturb the next MSR of the list.
        const takesZero = (msr: MsrIndex): boolean => {
          const fresh = start(host);
          fresh.setCpuid(cpuid);
          return fresh.getMsr(msr).result === 'ok' && (isDepth(msr) || fresh.setMsr(msr, 0n).result === 'ok');
        };
        return vcpu.listed().every(takesZero);
      },
    },
  }),
  registerRule({
    id: 'LBR-MIG-2',
    level: 'must',
    title: 'Every MSR that a guest can change is listed',
    statement:
      'Every LBR MSR, DEBUGCTL included, that a guest can give a non-zero value must be in KVM_GET_MSR_INDEX_LIST.',
    rationale:
      'A VMM does not save an MSR that is not listed. The guest finds zeros on the target and cannot tell that from empty records.',
    doesNotSay:
      'It does not say how a VMM saves: for Arch LBR, XSAVES would carry the records as well, if KVM said that it needs it.',
    killedBy: ['listDebugctl=not-listed', 'listLbr=not-listed', 'listLbr=ctl-depth', 'bug B42', 'bug U08'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      ...SAVED,
      mail(
        'Y9RFngDO3ip9vTwi@google.com',
        'Sean Christopherson',
        '2023-01-27',
        'said',
        'if it must migrate KVM reports it',
      ),
    ],
    model: ['src/spec/model/register/msr-list.ts#listedMsrs'],
    property: {
      arbitrary: fc.record({
        host: anyHost,
        cpuid: fc.oneof(anyCpuid, fc.constant({ busLockDetect: true })),
        which: fc.nat(31),
        value: fc.constantFrom(1n, 3n, 4n, 0x401000n),
      }),
      classes: ['legacy', 'arch', 'none'],
      classify: ({ host }) => [host.lbr ?? 'legacy'],
      holds: ({ host, cpuid, which, value }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const msrs = [MSR.DEBUGCTL, ...allLbrMsrs(host)];
        const msr = value === DEBUGCTL.BUS_LOCK_DETECT ? MSR.DEBUGCTL : msrs[which % msrs.length];
        if (vcpu.wrmsr(msr, value).result !== 'ok' || (vcpu.rdmsr(msr).value ?? 0n) === 0n) return undefined;
        return vcpu.isListed(msr).value === 1n;
      },
    },
  }),
];
