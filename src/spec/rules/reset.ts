import * as fc from 'fast-check';
import { commit, kernel, manual } from '../kit/source.ts';
import { DEBUGCTL, MSR, XFEATURE_LBR, type Host, type Session } from '../model/register/index.ts';
import { address, archHost, legacyHost, lbrHost, plainDebugctl } from './kit/register/arbitrary.ts';
import { NO_ARCH_LBR, NO_GUEST_LBR } from './kit/register/exemptions.ts';
import { guestView, hasArchLbr, hasLbr } from './kit/register/observe.ts';
import { registerRule } from './kit/register/rule.ts';
import { UNSEEN } from './kit/in-trace.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const X86 = 'arch/x86/kvm/x86.c';

/** A vCPU that has recorded a branch, with whatever LBR it has. */
function busy(vcpu: Session, value: bigint, branch: bigint): Session {
  vcpu.setCpuid();
  vcpu.wrmsr(MSR.DEBUGCTL, value | DEBUGCTL.LBR);
  if (hasLbr(vcpu)) vcpu.wrmsr(hasArchLbr(vcpu) ? MSR.ARCH_LBR_CTL : MSR.LBR_SELECT, 3n);
  vcpu.branch(branch, branch);
  vcpu.wrmsr(MSR.DEBUGCTL, value);
  return vcpu;
}

const cases = fc.record({ host: lbrHost, value: plainDebugctl, branch: address });

interface BusyCase {
  readonly host: Partial<Host>;
  readonly value: bigint;
  readonly branch: bigint;
}

const recordingClasses = {
  classes: ['LBR on', 'LBR off'],
  classify: ({ value }: BusyCase) => [(value & DEBUGCTL.LBR) === 0n ? 'LBR off' : 'LBR on'],
};

/** INIT, RESET, debug exceptions and SMM. */
export const reset = [
  registerRule({
    id: 'LBR-RST-1',
    level: 'must',
    title: 'RESET clears DEBUGCTL',
    statement: 'After a RESET of the vCPU, DEBUGCTL must read 0.',
    rationale:
      'The CPU comes out of RESET with DEBUGCTL 0. Firmware and kernels rely on it, and if the bit survives, the CPU records although nobody asked for it.',
    doesNotSay:
      'It does not speak of INIT; [LBR-RST-2] does. It binds KVM’s own RESET, not a VMM that sets the registers one by one.',
    killedBy: ['resetDebugctl=kept', 'freezeInSmm=visible'],
    inTrace: UNSEEN.vcpuEvents,
    onHardware: { untested: 'as no ioctl resets a vCPU' },
    securityBoundary: false,
    sources: [kernel(VMX, 'init_vmcs', 'v6.12', 'read')],
    model: ['src/spec/model/register/events.ts#resetVcpu'],
    property: {
      arbitrary: cases,
      ...recordingClasses,
      holds: ({ host, value, branch }, start) => {
        const vcpu = busy(start(host), value, branch);
        vcpu.reset();
        return vcpu.rdmsr(MSR.DEBUGCTL).value === 0n;
      },
    },
  }),
  registerRule({
    id: 'LBR-RST-6',
    level: 'must',
    title: 'RESET clears IA32_XSS',
    statement: 'After a RESET of a vCPU with Arch LBR, IA32_XSS must read 0.',
    rationale:
      'Bit 15 makes XSAVES and XRSTORS move the LBR state. What boots next lays out its save areas without it until it sets the bit itself.',
    doesNotSay: 'It does not speak of INIT, which leaves IA32_XSS as it is.',
    killedBy: ['archReset=xss-kept'],
    inTrace: UNSEEN.vcpuEvents,
    onHardware: { untested: 'as no ioctl resets a vCPU' },
    securityBoundary: false,
    sources: [kernel(X86, 'kvm_vcpu_reset', 'v6.12', 'read', 'sets IA32_XSS to 0')],
    model: ['src/spec/model/register/events.ts#resetVcpu'],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, init: fc.boolean() }),
      classes: ['at once', 'after an INIT'],
      classify: ({ init }) => [init ? 'after an INIT' : 'at once'],
      holds: ({ host, init }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid();
        if (vcpu.wrmsr(MSR.XSS, XFEATURE_LBR).result !== 'ok') return undefined;
        if (init) vcpu.init();
        vcpu.reset();
        return vcpu.rdmsr(MSR.XSS).value === 0n;
      },
    },
  }),
  registerRule({
    id: 'LBR-RST-2',
    level: 'must',
    title: 'INIT keeps DEBUGCTL and the records',
    statement: 'An INIT of the vCPU must leave DEBUGCTL and every LBR MSR as they are.',
    rationale: 'INIT is not RESET. The CPU keeps its MSRs, so that a debugger can look back over an INIT.',
    doesNotSay: 'It does not say that a vCPU stays in L2 or in SMM.',
    killedBy: ['initDebugctl=cleared'],
    inTrace: UNSEEN.vcpuEvents,
    onHardware: { untested: 'as no ioctl resets a vCPU' },
    securityBoundary: false,
    sources: [
      kernel(VMX, '__vmx_vcpu_reset', 'v6.1', 'read', 'init_vmcs() for RESET only'),
      kernel(X86, 'kvm_vcpu_reset', 'v6.1', 'read', 'kvm_pmu_reset() for RESET only'),
    ],
    disputed:
      'One derived test vector lists DEBUGCTL 0 after "INIT/RESET". KVM writes the field for RESET only, in every version that was read, and the CPU keeps it at INIT. The rule follows them.',
    model: ['src/spec/model/register/events.ts#initVcpu'],
    property: {
      arbitrary: cases,
      ...recordingClasses,
      holds: ({ host, value, branch }, start) => {
        const vcpu = busy(start(host), value, branch);
        const before = guestView(vcpu);
        vcpu.init();
        return guestView(vcpu) === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-RST-3',
    revision: 2,
    level: 'should',
    title: 'RESET clears the records',
    statement:
      'Where KVM itself resets a vCPU that has run, the legacy record MSRs and LBR_SELECT should read 0 afterwards.',
    rationale:
      'Another kernel boots next, and with a VMM that reuses its vCPUs another guest. In v6.1 KVM’s RESET releases the vLBR event and so clears the records; later versions keep them until KVM happens to release the event after a context switch.',
    doesNotSay:
      'It does not say that a guest meets this today: on Intel KVM calls kvm_vcpu_reset() for RESET as it creates the vCPU, and never later. Arch LBR records survive a warm RESET by definition. It binds KVM’s own RESET; a VMM that resets a machine has to write the MSRs itself.',
    killedBy: ['resetRecords=kept'],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason:
          'The verdict "violated" on v6.12 and v7.3 read as if a guest could meet it. KVM calls the function for RESET on Intel at the creation of a vCPU only.',
        before: 'After a RESET of the vCPU, the legacy record MSRs and LBR_SELECT should read 0.',
      },
    ],
    inTrace: UNSEEN.vcpuEvents,
    onHardware: { untested: 'as no ioctl resets a vCPU' },
    securityBoundary: false,
    sources: [
      kernel(X86, 'kvm_vcpu_reset', 'v6.1', 'read', 'calls kvm_pmu_reset()'),
      kernel(X86, 'kvm_vcpu_reset', 'v6.12', 'read', 'does not'),
    ],
    model: ['src/spec/model/register/events.ts#resetVcpu'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: legacyHost, value: plainDebugctl, branch: address }),
      ...recordingClasses,
      holds: ({ host, value, branch }, start) => {
        const vcpu = busy(start(host), value, branch);
        if (!hasLbr(vcpu)) return undefined;
        vcpu.reset();
        const { from, to, info, depth } = vcpu.host;
        const stacks = info === 0 ? [from, to] : [from, to, info];
        const records = Array.from({ length: depth }, (_, i) => stacks.map((first) => first + i)).flat();
        // An MSR that faults is one that the vCPU does not have: before v6.3, INFO of most formats.
        return [MSR.LBR_SELECT, ...records].every((msr) => (vcpu.rdmsr(msr).value ?? 0n) === 0n);
      },
    },
  }),
  registerRule({
    id: 'LBR-RST-4',
    level: 'must',
    title: 'A debug exception stops recording',
    statement:
      'When a debug exception is delivered to a guest with legacy LBR, DEBUGCTL.LBR must be clear in its handler.',
    rationale:
      'The CPU clears the bit so that the handler finds the branches that led to the exception. KVM intercepts #DB; the exit does not clear the bit, nor does the injection, and KVM does not either.',
    doesNotSay: 'It does not say who sets the bit again: the handler does, on hardware too.',
    killedBy: ['dbClearsLbr=no'],
    inTrace: { unseen: 'debug exceptions that hardware delivers, and what they clear, leave no mark' },
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      manual('Intel SDM, Last Branch, Interrupt, and Exception Recording: #DB clears the LBR flag', 'inferred'),
      kernel(VMX, 'handle_exception_nmi', 'v6.12', 'read', 'queues the #DB'),
      kernel(X86, 'kvm_deliver_exception_payload', 'v6.12', 'read', 'updates DR6'),
    ],
    model: ['src/spec/model/register/events.ts#deliverDb'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: legacyHost, freeze: fc.boolean() }),
      classes: ['with FREEZE_LBRS_ON_PMI', 'without'],
      classify: ({ freeze }) => [freeze ? 'with FREEZE_LBRS_ON_PMI' : 'without'],
      holds: ({ host, freeze }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid();
        const value = DEBUGCTL.LBR | (freeze ? DEBUGCTL.FREEZE_LBRS_ON_PMI : 0n);
        vcpu.wrmsr(MSR.DEBUGCTL, value);
        if (vcpu.rdmsr(MSR.DEBUGCTL).value !== value) return undefined;
        vcpu.db();
        return vcpu.rdmsr(MSR.DEBUGCTL).value === (value & ~DEBUGCTL.LBR);
      },
    },
  }),
  registerRule({
    id: 'LBR-RST-5',
    level: 'must',
    title: 'SMI and RSM restore what they changed',
    statement:
      'If the SMM handler writes no MSR, an SMI followed by RSM must leave DEBUGCTL and every LBR MSR as they were, in L1 and in L2.',
    rationale:
      'The guest does not see an SMI. KVM leaves L2 for the SMM handler and enters it again at RSM without a VM-entry by L1, and takes DEBUGCTL from vmcs01 as it does.',
    doesNotSay: 'It does not say what the SMM handler finds; [LBR-ARCH-34] does for Arch LBR.',
    killedBy: ['smmL2Debugctl=from-vmcs01', 'bug U09'],
    inTrace: UNSEEN.vcpuEvents,
    onHardware: { untested: 'as it needs an SMM handler in the guest' },
    securityBoundary: false,
    sources: [
      commit('764643a6be07', 'KVM: nVMX: Snapshot pre-VM-Enter DEBUGCTL for !nested_run_pending case', 'said'),
      kernel(VMX, 'vmx_leave_smm', 'v6.12', 'read'),
      kernel('arch/x86/kvm/vmx/nested.c', 'prepare_vmcs02', 'v6.12', 'inferred', 'DEBUGCTL of vmcs01 goes to vmcs02'),
    ],
    model: ['src/spec/model/register/events.ts#enterSmm', 'src/spec/model/register/events.ts#leaveSmm'],
    property: {
      arbitrary: fc.record({ host: lbrHost, value: plainDebugctl, inL2: fc.boolean() }),
      classes: ['in L1', 'in L2'],
      classify: ({ inL2 }) => [inL2 ? 'in L2' : 'in L1'],
      holds: ({ host, value, inL2 }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid();
        vcpu.wrmsr(MSR.DEBUGCTL, value);
        if (hasArchLbr(vcpu)) vcpu.wrmsr(MSR.ARCH_LBR_CTL, 3n);
        if (inL2 && vcpu.enterL2({ debugctl: value }).result !== 'ok') return undefined;
        const before = guestView(vcpu);
        vcpu.smi();
        vcpu.rsm();
        return guestView(vcpu) === before;
      },
    },
  }),
];
