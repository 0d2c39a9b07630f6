import * as fc from 'fast-check';
import { commit, kernel } from '../../kit/source.ts';
import { DEBUGCTL, LAST_BRANCH_MSRS, MSR } from '../../model/register/index.ts';
import { anyCpuid, anyHost, address, lbrCpuid, lbrHost, legacyHost } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { hasLbr, isControl, seen, writableMsr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { MODEL } from './exist.ts';
import { guestAccess, kvmAccess, NOTHING_HIDDEN, UNSEEN } from '../kit/in-trace.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const ACCESS = kernel(PMU_INTEL, 'intel_pmu_handle_lbr_msrs_access', 'v6.12', 'read');

/** What an owner reads and may write. */
export const valueRules = [
  registerRule({
    id: 'LBR-MSR-22',
    revision: 2,
    level: 'must',
    title: 'An owner reads what it wrote',
    statement:
      'While no host event uses the LBRs, a guest RDMSR of an LBR MSR must give the value that the guest last wrote to it, also where its thread was scheduled out in between.',
    rationale:
      'The guest has the MSRs to itself then. The rule includes the very first access, which creates the event. KVM takes a clear enable bit for disuse: at a task switch it releases the event, the saved records go with it, and the next access finds zeros.',
    doesNotSay: 'It says nothing of MSRs that a recorded branch changes between the two.',
    killedBy: ['lbrDummyCheck=inverted', 'bug B01', 'lazyRelease=drops-records'],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason:
          'The verdict "holds" on every release was wrong, because no vCPU thread was ever scheduled out in the world in which the rule is judged. LBR-CTX-3 and LBR-CTX-6 said the contrary of the same releases.',
        before:
          'While nobody else uses the LBRs, a guest RDMSR of an LBR MSR must give the value that the guest last wrote to it.',
      },
    ],
    inTrace: UNSEEN.between,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      ACCESS,
      kernel(PMU_INTEL, 'intel_pmu_cleanup', 'v7.3', 'read', 'releases the event of a clear bit'),
      commit('67b45af946ec', 'KVM: vmx/pmu: Fix dummy check if lbr_desc->event is created', 'said'),
    ],
    model: [...MODEL, 'src/spec/model/register/vlbr.ts#preemptVcpu'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        which: fc.nat(7),
        value: address,
        first: fc.boolean(),
        preempted: fc.boolean(),
      }),
      classes: ['the first access', 'a later access', 'LBR_SELECT or TOS', 'a record', 'scheduled out'],
      classify: ({ host, which, first, preempted }) => [
        ...(preempted ? ['scheduled out'] : []),
        first ? 'the first access' : 'a later access',
        isControl(writableMsr(host, which)) ? 'LBR_SELECT or TOS' : 'a record',
      ],
      holds: ({ host, cpuid, which, value, first, preempted }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!first && !hasLbr(vcpu)) return undefined;
        const msr = writableMsr(host, which);
        const written = isControl(msr) ? (value >> 12n) & 0xfn : value;
        if (vcpu.wrmsr(msr, written).result !== 'ok') return undefined;
        if (preempted) vcpu.preempt();
        return vcpu.rdmsr(msr).value === written;
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-34',
    level: 'must',
    title: 'The first branch after DEBUGCTL.LBR is set is recorded',
    statement:
      'While nobody else uses the LBRs, a branch that a guest takes after a WRMSR that set DEBUGCTL.LBR must be in its records, also where the guest accessed no LBR MSR before.',
    rationale:
      'A guest may turn the recording on first and look at the records much later. An event that is created only then, for the look, begins with empty records.',
    doesNotSay: 'It does not say when KVM creates the event of a guest that leaves DEBUGCTL.LBR clear.',
    killedBy: ['vlbrCreation=access-only'],
    inTrace: { unseen: 'a branch that a guest takes leaves no mark' },
    onHardware: { untested: 'as they need branches at known places in the guest' },
    securityBoundary: false,
    sources: [kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_set_msr', 'v6.12', 'read', 'creates the event')],
    model: ['src/spec/model/register/debugctl.ts#writeDebugctl', 'src/spec/model/register/guest-mode.ts#takeBranch'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: legacyHost, cpuid: lbrCpuid, branch: address, looks: fc.boolean() }),
      classes: ['the guest looked before', 'the guest did not look'],
      classify: ({ looks }) => [looks ? 'the guest looked before' : 'the guest did not look'],
      holds: ({ host, cpuid, branch, looks }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (looks && !hasLbr(vcpu)) return undefined;
        vcpu.wrmsr(MSR.DEBUGCTL, DEBUGCTL.LBR);
        if (vcpu.rdmsr(MSR.DEBUGCTL).value !== DEBUGCTL.LBR) return undefined;
        vcpu.branch(branch, branch);
        // TOS is 0 on a CPU that has recorded nothing, and counts before it records.
        return vcpu.rdmsr(vcpu.host.from + 1).value === branch;
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-23',
    revision: 2,
    level: 'must',
    title: 'LASTBRANCH and LASTINT read 0 where KVM keeps nothing in them',
    statement:
      'While KVM keeps no last-exception records for a vCPU, LASTBRANCHFROMIP, LASTBRANCHTOIP, LASTINTFROMIP and LASTINTTOIP must read 0 for the guest and fault when it writes them.',
    rationale:
      'The MSRs are older than the record stack. Guests read them without checking CPUID, and KVM records nothing in them on Intel. On every CPU with guest LBR 0x1dd and 0x1de are the last-exception records, so the 0 stands for a feature that guests do not have; what must not happen is that a guest reads the host’s.',
    doesNotSay:
      'It does not say that a guest with LBR must do without last-exception records: that is a missing feature, not a contract. On AMD the four are the LBRs; AMD is out of the contract.',
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason:
          'The rule made a relic of the P6 a duty. 0x1dd and 0x1de are MSR_LER_FROM_LIP and MSR_LER_TO_LIP on the CPUs that have guest LBR; a KVM that virtualizes them would have broken the rule.',
        before:
          'LASTBRANCHFROMIP, LASTBRANCHTOIP, LASTINTFROMIP and LASTINTTOIP must read 0 for the guest and fault when it writes them.',
      },
    ],
    killedBy: ['lastBranchMsrs=fault'],
    inTrace: guestAccess(
      'kvm_msr: msr_read of 1db to 1de with (#GP) or another value than 0, or msr_write without (#GP)',
      NOTHING_HIDDEN,
    ),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [kernel('arch/x86/kvm/x86.c', 'kvm_get_msr_common', 'v6.12', 'read')],
    model: ['src/spec/model/register/access.ts#accessLastBranch'],
    property: {
      arbitrary: fc.record({
        host: anyHost,
        cpuid: anyCpuid,
        msr: fc.constantFrom(...LAST_BRANCH_MSRS),
        value: fc.constantFrom(0n, 1n),
      }),
      classes: ['of 0', 'of 1'],
      classify: ({ value }) => [value === 0n ? 'of 0' : 'of 1'],
      holds: ({ host, cpuid, msr, value }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        return vcpu.wrmsr(msr, value).result === '#GP' && seen(vcpu.rdmsr(msr)) === 'ok 0x0';
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-24',
    level: 'must',
    title: 'A value that the CPU refuses faults',
    statement:
      'A guest WRMSR of an LBR MSR with a value that the CPU refuses must fault and change nothing, whether KVM or the CPU executes it.',
    rationale:
      'Whether the access traps depends on who owns the LBRs at that moment, which the guest cannot know. If KVM executes it with a plain WRMSR, the fault hits the host, and KVM reports success to the guest.',
    doesNotSay:
      'It does not say that KVM checks values itself. [LBR-MSR-28] covers a write that nobody executes, because the guest does not own the LBRs.',
    killedBy: ['lbrMsrTrapWrite=unchecked'],
    inTrace: kvmAccess(
      'no WRMSR of KVM that gets #GP is in the trace',
      'write_msr of KVM with #GP, and kvm_msr: msr_write of the same value without (#GP)',
      'a plain WRMSR does not show its #GP; guest writes that pass through',
    ),
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      ACCESS,
      kernel(PMU_INTEL, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read', 'returns the error of the safe variant'),
    ],
    model: [
      'src/spec/model/register/record-access.ts#hardwareAccess',
      'src/spec/model/register/lbr-msrs.ts#cpuRefuses',
    ],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, select: fc.boolean(), passthrough: fc.boolean() }),
      classes: ['LBR_SELECT', 'FROM', 'trapped', 'not trapped'],
      classify: ({ host, select, passthrough }) => [
        select && host.lbr !== 'arch' ? 'LBR_SELECT' : 'FROM',
        passthrough ? 'not trapped' : 'trapped',
      ],
      holds: ({ host, cpuid, select, passthrough }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const msr = select && host.lbr !== 'arch' ? MSR.LBR_SELECT : vcpu.host.from;
        if (passthrough && !hasLbr(vcpu)) return undefined;
        const before = passthrough ? seen(vcpu.rdmsr(msr)) : 'ok 0x0';
        const { result } = vcpu.wrmsr(msr, msr === MSR.LBR_SELECT ? 0x400n : 0x0123_4567_89ab_cdefn);
        const after = seen(vcpu.rdmsr(msr));
        if (after === '#GP') return undefined;
        return result === '#GP' && after === before;
      },
    },
  }),
];
