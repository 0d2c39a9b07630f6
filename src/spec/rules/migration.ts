import * as fc from 'fast-check';
import { commit, kernel, mail } from '../kit/source.ts';
import { DEBUGCTL, hostOf, MSR, PERF_CAP, type Host, type MsrIndex, type Session } from '../model/register/index.ts';
import { address, anyCpuid, anyHost, lbrHost, legacyHost, plainDebugctl, priority } from './register/arbitrary.ts';
import { NO_GUEST_LBR } from './register/designs.ts';
import { allLbrMsrs, guestView, hasArchLbr, hasLbr, recordEdges, seen } from './register/observe.ts';
import { rule } from './register/rule.ts';

const X86 = 'arch/x86/kvm/x86.c';
const LIST = kernel(X86, 'msrs_to_save_base', 'v6.12', 'read');
const SAVED = [
  commit(
    '3700f0788da6',
    'KVM: SVM: Add missing save/restore handling of LBR MSRs',
    'said',
    'DEBUGCTL listed, 17 years late',
  ),
  LIST,
];

/** A vCPU that has used its LBRs: DEBUGCTL or LBR_CTL, SELECT, one branch, recording off at the end. */
function used(vcpu: Session, value: bigint, branch: bigint): Session {
  vcpu.setCpuid({});
  return use(vcpu, value, branch);
}

function use(vcpu: Session, value: bigint, branch: bigint): Session {
  vcpu.wrmsr(MSR.DEBUGCTL, value | 1n);
  if (hasLbr(vcpu)) vcpu.wrmsr(hasArchLbr(vcpu) ? MSR.ARCH_LBR_CTL : MSR.LBR_SELECT, 3n);
  vcpu.branch(branch, branch);
  vcpu.wrmsr(MSR.DEBUGCTL, value);
  if (hasArchLbr(vcpu)) vcpu.wrmsr(MSR.XSS, 0x8000n);
  return vcpu;
}

const usedCase = fc.record({ host: lbrHost, value: plainDebugctl, branch: address });

interface UsedCase {
  readonly host: Partial<Host>;
  readonly value: bigint;
  readonly branch: bigint;
}

const flavours = {
  classes: ['legacy', 'arch'],
  classify: ({ host }: UsedCase) => [host.lbr ?? 'legacy'],
};

/** Save and restore by userspace. */
export const migration = [
  rule({
    id: 'LBR-MIG-1',
    revision: 2,
    level: 'must',
    title: 'A listed MSR can be read and takes 0',
    statement:
      'KVM must let the VMM read every MSR of KVM_GET_MSR_INDEX_LIST and write 0 to it, whatever the CPUID of the vCPU, except for 0 in LBR_DEPTH of a vCPU with Arch LBR.',
    rationale:
      'VMMs walk the list without knowing what each MSR is. The Arch LBR series of 2022 was taken out of the tree again because a write of 0 failed.',
    doesNotSay:
      'It does not say that the 0 is stored. Of LBR_DEPTH it says nothing where the feature is there, since 0 is no depth.',
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
    violatedOn: [],
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
  rule({
    id: 'LBR-MIG-2',
    level: 'must',
    title: 'What a guest can change is listed',
    statement:
      'Every LBR MSR, DEBUGCTL included, that a guest can give a non-zero value must be in KVM_GET_MSR_INDEX_LIST.',
    rationale: 'What is not listed is not saved. The guest finds zeros on the target and has no means to tell.',
    doesNotSay:
      'It does not say how a VMM saves: for Arch LBR, XSAVES would carry the records as well, if KVM said that it needs it.',
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
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'arch-lbr-v2', 'coexist-2023', 'request'],
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
  rule({
    id: 'LBR-MIG-3',
    level: 'must',
    title: 'Save and restore is identity',
    statement:
      'A vCPU that is saved and restored on the same host must show its guest the same DEBUGCTL, that in vmcs12 included, and the same LBR MSRs as before.',
    rationale: 'Snapshots, live updates of the VMM and migrations are not events of the guest’s world.',
    doesNotSay: 'It does not say that the guest owns the LBRs at the same moments as before.',
    sources: [
      ...SAVED,
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_handle_lbr_msrs_access', 'v6.12', 'read'),
      kernel('arch/x86/kvm/x86.h', 'kvm_can_set_cpuid_and_feature_msrs', 'v7.3', 'read', 'false in L2'),
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_set_msr', 'v7.3', 'read', 'DEBUGCTL of the VMM goes into vmcs12 too'),
    ],
    model: ['src/spec/model/register/migration.ts#saveVcpu', 'src/spec/model/register/migration.ts#restoreVcpu'],
    violatedOn: ['v5.12', 'v6.2', 'v6.12', 'v7.3', 'v7.3-mediated', 'arch-lbr-v2', 'coexist-2023', 'request'],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        value: plainDebugctl,
        branch: address,
        less: fc.boolean(),
        inL2: fc.boolean(),
      }),
      classes: [...flavours.classes, 'in L2', 'the VMM took LBR away'],
      classify: (one) => [
        ...flavours.classify(one),
        ...(one.inL2 ? ['in L2'] : []),
        ...(one.less ? ['the VMM took LBR away'] : []),
      ],
      holds: ({ host, value, branch, less, inL2 }, start) => {
        const prepare = (): Session => {
          const vcpu = start(host);
          vcpu.setCpuid({});
          if (less) vcpu.setMsr(MSR.PERF_CAPABILITIES, PERF_CAP.FW_WRITES);
          use(vcpu, value, branch);
          if (inL2) vcpu.enterL2({ debugctl: value });
          return vcpu;
        };
        const stayed = prepare();
        const moved = prepare();
        if (moved.save().result !== 'ok' || moved.restore().result !== 'ok') return false;
        if (guestView(moved) !== guestView(stayed) || moved.inL2 !== stayed.inL2) return false;
        if (!stayed.inL2) return true;
        const after = [stayed, moved].map((vcpu) => {
          vcpu.exitL1();
          return seen(vcpu.vmreadDebugctl()) + guestView(vcpu);
        });
        return after[0] === after[1];
      },
    },
  }),
  rule({
    id: 'LBR-MIG-4',
    level: 'must',
    title: 'MSRs may be restored in any order',
    statement: 'A restore must give the guest the same MSRs in whatever order the VMM sets them after CPUID.',
    rationale:
      'One VMM writes the list upwards, one in batches, one skips what is equal. A write of DEPTH that empties records restored before it would make the order part of the interface.',
    doesNotSay: 'It does not cover CPUID itself; [LBR-CAP-7] does for PERF_CAPABILITIES.',
    sources: [LIST, kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read')],
    model: ['src/spec/model/register/migration.ts#restoreVcpu', 'src/spec/model/register/arch-lbr.ts#accessDepth'],
    violatedOn: [],
    property: {
      arbitrary: usedCase,
      ...flavours,
      holds: ({ host, value, branch }, start) => {
        const upwards = used(start(host), value, branch);
        upwards.save();
        if (upwards.restore().result !== 'ok') return undefined;
        const downwards = used(start(host), value, branch);
        downwards.save();
        return downwards.restore(undefined, 'reversed').result === 'ok' && guestView(downwards) === guestView(upwards);
      },
    },
  }),
  rule({
    id: 'LBR-MIG-5',
    level: 'must',
    title: 'A target that cannot hold the state refuses it',
    statement: 'KVM must refuse the restore of a vCPU with LBR on a host that offers another LBR_FMT or none.',
    rationale:
      'Records in a format that the guest does not expect are worse than none. A refusal is seen by the operator, a wrong stack is not.',
    doesNotSay: 'It does not bind the VMM to the refusal; crosvm goes on without the value.',
    sources: [kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_set_msr', 'v6.12', 'read')],
    model: [
      'src/spec/model/register/migration.ts#restoreVcpu',
      'src/spec/model/register/perf-capabilities.ts#writePerfCapabilities',
    ],
    violatedOn: [],
    notApplicable: NO_GUEST_LBR,
    property: {
      arbitrary: fc.record({
        host: legacyHost,
        target: fc.constantFrom({ lbrFmt: 6 }, { callstack: false }, { enablePmu: false }, { lbrFmt: 5 }),
      }),
      classes: ['another format', 'no LBR', 'no vPMU'],
      classify: ({ host, target }) => {
        if ('enablePmu' in target) return ['no vPMU'];
        if ('callstack' in target) return ['no LBR'];
        return target.lbrFmt === hostOf(host).lbrFmt ? [] : ['another format'];
      },
      holds: ({ host, target }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid({});
        const { model } = hostOf(host);
        const fits = start({ ...host, ...target, model });
        const there = (fits.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n) & PERF_CAP.LBR_FMT;
        const here = (vcpu.getMsr(MSR.PERF_CAPABILITIES).value ?? 0n) & PERF_CAP.LBR_FMT;
        if (here === 0n || there === here) return undefined;
        const source = start(host);
        source.setCpuid({});
        source.save();
        return source.restore({ ...host, ...target, model }).result === 'refused';
      },
    },
  }),
  rule({
    id: 'LBR-MIG-6',
    level: 'must',
    title: 'A save changes nothing',
    statement:
      'Saving a vCPU must leave every MSR of the guest, and what a host LBR event finds in the records, as they were.',
    rationale: 'A periodic snapshot is no event of the guest, and none of the host’s profile.',
    doesNotSay: 'It does not say that the vCPU may run during the save.',
    sources: [LIST],
    model: ['src/spec/model/register/migration.ts#saveVcpu'],
    violatedOn: [],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        value: plainDebugctl,
        branch: address,
        fresh: fc.boolean(),
        kind: fc.option(priority, { nil: undefined }),
      }),
      classes: ['contended', 'free', 'the guest used its LBRs', 'it did not'],
      classify: ({ fresh, kind }) => [
        kind === undefined ? 'free' : 'contended',
        fresh ? 'it did not' : 'the guest used its LBRs',
      ],
      holds: ({ host, value, branch, fresh, kind }, start) => {
        const prepare = (vcpu: Session): Session => {
          if (fresh) vcpu.setCpuid({});
          else used(vcpu, value, branch);
          if (kind !== undefined) vcpu.openHostEvent(kind);
          return vcpu;
        };
        const observe = (vcpu: Session): string =>
          recordEdges(host)
            .inside.map((msr) => seen(vcpu.hostRdmsr(msr)))
            .join() + guestView(vcpu);
        const untouched = observe(prepare(start(host)));
        const vcpu = prepare(start(host));
        vcpu.save();
        return observe(vcpu) === untouched;
      },
    },
  }),
];
