import * as fc from 'fast-check';
import { kernel } from '../../kit/source.ts';
import { MSR, PERF_CAP, type Host, type Session } from '../../model/register/index.ts';
import { address, lbrHost, plainDebugctl } from '../kit/register/arbitrary.ts';
import { guestView, hasArchLbr, hasLbr, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { LIST, SAVED, X86 } from './listed.ts';
import { UNSEEN } from '../kit/in-trace.ts';

/** A vCPU that has used its LBRs: DEBUGCTL or LBR_CTL, SELECT, one branch, recording off at the end. */
export function used(vcpu: Session, value: bigint, branch: bigint): Session {
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

/** What a restore gives back. */
export const migrationRestore = [
  registerRule({
    id: 'LBR-MIG-3',
    level: 'must',
    title: 'Save and restore changes nothing for the guest',
    statement:
      'A vCPU that is saved and restored on the same host must show its guest the same DEBUGCTL, that in vmcs12 included, and the same LBR MSRs as before.',
    rationale: 'A guest must not notice snapshots, live updates of the VMM and migrations.',
    doesNotSay: 'It does not say that the guest owns the LBRs at the same moments as before.',
    killedBy: ['listDebugctl=not-listed', 'featureMsrsAfterRun=frozen-in-l2', 'freezeInSmm=visible'],
    inTrace: UNSEEN.ioctl,
    onHardware: { untested: 'as it needs a VMM that copies all of a vCPU' },
    securityBoundary: false,
    sources: [
      ...SAVED,
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_handle_lbr_msrs_access', 'v6.12', 'read'),
      kernel('arch/x86/kvm/x86.h', 'kvm_can_set_cpuid_and_feature_msrs', 'v7.3', 'read', 'false in L2'),
      kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_set_msr', 'v7.3', 'read', 'DEBUGCTL of the VMM goes into vmcs12 too'),
    ],
    model: ['src/spec/model/register/migration.ts#saveVcpu', 'src/spec/model/register/migration.ts#restoreVcpu'],
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
        const prepare = (reference?: string): Session => {
          const vcpu = start(host, reference);
          vcpu.setCpuid({});
          if (less) vcpu.setMsr(MSR.PERF_CAPABILITIES, PERF_CAP.FW_WRITES);
          use(vcpu, value, branch);
          if (inL2) vcpu.enterL2({ debugctl: value });
          return vcpu;
        };
        const stayed = prepare('a vCPU that was never moved');
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
  registerRule({
    id: 'LBR-MIG-4',
    level: 'must',
    title: 'MSRs may be restored in any order',
    statement: 'A restore must give the guest the same MSRs in whatever order the VMM sets them after CPUID.',
    rationale:
      'One VMM writes the list in ascending order, one writes it in batches, one skips equal values. A write of DEPTH that empties records restored before it would make the order part of the interface.',
    doesNotSay: 'It does not cover CPUID itself; [LBR-CAP-7] does for PERF_CAPABILITIES.',
    killedBy: ['vmmLbrAccess=like-guest'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [LIST, kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read')],
    model: ['src/spec/model/register/migration.ts#restoreVcpu', 'src/spec/model/register/arch-lbr.ts#accessDepth'],
    property: {
      arbitrary: usedCase,
      ...flavours,
      holds: ({ host, value, branch }, start) => {
        const upwards = used(start(host, 'a vCPU that was restored in the order of the list'), value, branch);
        upwards.save();
        if (upwards.restore().result !== 'ok') return undefined;
        const downwards = used(start(host), value, branch);
        downwards.save();
        return downwards.restore(undefined, 'reversed').result === 'ok' && guestView(downwards) === guestView(upwards);
      },
    },
  }),
];
