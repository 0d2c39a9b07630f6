import * as fc from 'fast-check';
import { kernel, manual } from '../../kit/source.ts';
import { DEBUGCTL, MSR } from '../../model/register/index.ts';
import { address, legacyHost, lbrHost, plainDebugctl } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { hasLegacyLbr, ownsFlavour, recordEdges, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const NESTED = 'arch/x86/kvm/vmx/nested.c';
const SYNC = kernel(
  NESTED,
  'sync_vmcs02_to_vmcs12',
  'v6.12',
  'read',
  'leaves DEBUGCTL out on purpose: vmcs02 does not strictly track vmcs12',
);
const LOAD = kernel(NESTED, 'load_vmcs12_host_state', 'v6.12', 'read');
const MODEL = ['src/spec/model/register/nested.ts#exitToL1'];
const EXITS = manual('Intel SDM, VM Exits: saving and loading debug registers and MSRs', 'inferred');

/** What happens in L2 before the exit. */
const inL2 = fc.constantFrom<('nothing' | 'WRMSR' | 'PMI')[]>('nothing', 'WRMSR', 'PMI');

export const exitRules = [
  registerRule({
    id: 'LBR-NEST-3',
    level: 'must',
    title: "After an exit from L2, L1's DEBUGCTL is 0",
    statement: 'After an exit from L2, and after an entry that failed for its guest state, DEBUGCTL of L1 must read 0.',
    rationale: 'The CPU clears DEBUGCTL at every VM-exit and offers no control to load another value.',
    doesNotSay: 'It does not say that L1 lost its records: they are shared with L2.',
    killedBy: ['nestedExitDebugctl=kept', 'freezeInSmm=visible'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [LOAD, EXITS],
    model: MODEL,
    property: {
      arbitrary: fc.record({
        host: legacyHost,
        l1: plainDebugctl,
        vmcs12: plainDebugctl,
        by: fc.constantFrom<('an exit' | 'an INIT' | 'a failed entry')[]>('an exit', 'an INIT', 'a failed entry'),
      }),
      classes: ['an exit', 'an INIT', 'a failed entry'],
      classify: ({ by }) => [by],
      holds: ({ host, l1, vmcs12, by }, start) => {
        const fails = by === 'a failed entry';
        const vcpu = start(host);
        vcpu.setCpuid();
        vcpu.wrmsr(MSR.DEBUGCTL, l1);
        const { result } = vcpu.enterL2({ debugctl: fails ? 1n << 16n : (vcpu.rdmsr(MSR.DEBUGCTL).value ?? vmcs12) });
        if (result === 'ok' && by === 'an INIT') vcpu.init();
        else if (result === 'ok') vcpu.exitL1();
        return vcpu.rdmsr(MSR.DEBUGCTL).value === 0n;
      },
    },
  }),
  registerRule({
    id: 'LBR-NEST-5',
    revision: 2,
    level: 'must',
    title: 'Nested transitions keep the records',
    statement:
      'An entry to L2, a run of L2 that records nothing, and an exit from it must leave the legacy record MSRs, TOS and LBR_SELECT as they are, also where the thread of the vCPU was scheduled out in between.',
    rationale:
      'A CPU has one stack, and VMX transitions do not touch it. A guest hypervisor that wants two switches them itself. After a task switch KVM looks at the enable bit of the current VMCS, which is that of L2: L1 records, L2 does not, and the event goes.',
    doesNotSay: 'It does not say that L2 may read them: L1 decides by its MSR bitmap.',
    killedBy: ['nestedRecords=emptied', 'lazyRelease=drops-records'],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason:
          'The verdict "holds" on every release was wrong, because no vCPU thread was ever scheduled out in L2. intel_pmu_cleanup() reads DEBUGCTL of vmcs02 then, and releases the event of L1.',
        before: 'An entry to L2 and an exit from it must leave the legacy record MSRs, TOS and LBR_SELECT as they are.',
      },
    ],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [
      kernel(NESTED, 'nested_vmx_prepare_msr_bitmap', 'v6.12', 'read', 'no LBR MSR'),
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_cleanup', 'v7.3', 'read', 'the field of the current VMCS'),
    ],
    model: [
      'src/spec/model/register/nested.ts#enterL2',
      'src/spec/model/register/vlbr.ts#preemptVcpu',
      'src/spec/model/register/record-access.ts#accessRecordMsr',
    ],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({
        host: legacyHost,
        from: address,
        to: address,
        exits: fc.boolean(),
        preempted: fc.boolean(),
      }),
      classes: ['in L2', 'back in L1', 'scheduled out'],
      classify: ({ exits, preempted }) => [exits ? 'back in L1' : 'in L2', ...(preempted ? ['scheduled out'] : [])],
      holds: ({ host, from, to, exits, preempted }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid();
        if (!hasLegacyLbr(vcpu)) return undefined;
        const msrs = [MSR.LBR_SELECT, MSR.LBR_TOS, ...recordEdges(host).inside];
        const records = (): string => msrs.map((msr) => seen(vcpu.rdmsr(msr))).join();
        vcpu.wrmsr(vcpu.host.from, from);
        vcpu.wrmsr(vcpu.host.to, to);
        if (vcpu.host.info !== 0) vcpu.wrmsr(vcpu.host.info, 1n);
        vcpu.wrmsr(MSR.LBR_SELECT, 3n);
        vcpu.wrmsr(MSR.LBR_TOS, 7n);
        const before = records();
        vcpu.enterL2({ debugctl: 0n });
        if (preempted) vcpu.preempt();
        if (exits) vcpu.exitL1();
        return records() === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-NEST-6',
    level: 'must',
    title: "vmcs12 gets L2's DEBUGCTL",
    statement:
      'With "save debug controls" set, vmcs12 must have after an exit the DEBUGCTL that L2 read last, whatever changed it.',
    rationale:
      'KVM copies a WRMSR of L2 into vmcs12 as it happens and saves nothing at the exit. A PMI that freezes the records of L2 changes DEBUGCTL without a WRMSR, and the next entry turns the recording on again.',
    doesNotSay: 'It says nothing of an L1 that intercepts WRMSR: L1 decides what to do with the value.',
    killedBy: ['vmcs12Save=never', 'freezeInSmm=visible', 'vmcs12Save=on-wrmsr', 'archDebugctlLbr=vmcs12-unmasked'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [SYNC, EXITS],
    model: [...MODEL, 'src/spec/model/register/debugctl.ts#writeDebugctl'],
    disputed:
      'Since 095686e6fcb4 KVM keeps bits that it dropped at the entry in vmcs12 on purpose, so that L1 finds what it wrote. The CPU would save what L2 has. The rule follows the CPU; a PMI in L2 shows why.',
    property: {
      arbitrary: fc.record({ host: lbrHost, vmcs12: plainDebugctl, written: plainDebugctl, event: inL2 }),
      classes: ['nothing', 'WRMSR', 'PMI'],
      classify: ({ event }) => [event],
      holds: ({ host, vmcs12, written, event }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid();
        if (vcpu.enterL2({ debugctl: vmcs12 }).result !== 'ok') return undefined;
        if (event === 'WRMSR') vcpu.wrmsr(MSR.DEBUGCTL, written);
        if (event === 'PMI') vcpu.pmi();
        const last = vcpu.rdmsr(MSR.DEBUGCTL).value;
        vcpu.exitL1();
        return vcpu.vmreadDebugctl().value === last;
      },
    },
  }),
  registerRule({
    id: 'LBR-NEST-7',
    level: 'must',
    title: `Without "save debug controls", vmcs12 keeps its DEBUGCTL`,
    statement: 'With "save debug controls" clear, an exit must leave the DEBUGCTL of vmcs12 as L1 wrote it.',
    rationale: 'L1 relies on the field for the next entry.',
    doesNotSay: 'It does not say what L2 may change while it runs.',
    killedBy: ['vmcs12Save=always'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [SYNC, EXITS],
    model: MODEL,
    property: {
      arbitrary: fc.record({ host: legacyHost, vmcs12: plainDebugctl, written: plainDebugctl, event: inL2 }),
      classes: ['nothing', 'WRMSR', 'PMI'],
      classify: ({ event }) => [event],
      holds: ({ host, vmcs12, written, event }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid();
        if (vcpu.enterL2({ debugctl: vmcs12, saveDebugControls: false }).result !== 'ok') return undefined;
        if (event === 'WRMSR') vcpu.wrmsr(MSR.DEBUGCTL, written);
        if (event === 'PMI') vcpu.pmi();
        vcpu.exitL1();
        return vcpu.vmreadDebugctl().value === vmcs12;
      },
    },
  }),
  registerRule({
    id: 'LBR-NEST-9',
    level: 'must',
    title: 'A freeze in L2 holds for the next entry',
    statement:
      'With both debug controls set, a PMI that froze the records of L2 must leave them frozen when L1 enters L2 again with the vmcs12 that the exit left.',
    rationale: 'L1 handles the PMI between the two entries. L2 is going to look for its records from before the PMI.',
    doesNotSay: 'It does not say that L1 may not turn the recording on itself.',
    killedBy: ['pmiFreeze=never'],
    inTrace: UNSEEN.nested,
    onHardware: UNTESTED.nested,
    securityBoundary: false,
    sources: [SYNC, kernel('arch/x86/kvm/vmx/pmu_intel.c', 'intel_pmu_deliver_pmi', 'v6.12', 'read')],
    model: ['src/spec/model/register/events.ts#deliverPmi', ...MODEL],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: legacyHost, branch: address, freeze: fc.boolean() }),
      classes: ['with FREEZE_LBRS_ON_PMI', 'without'],
      classify: ({ freeze }) => [freeze ? 'with FREEZE_LBRS_ON_PMI' : 'without'],
      holds: ({ host, branch, freeze }, start) => {
        if (!freeze) return undefined;
        const vcpu = start(host);
        vcpu.setCpuid();
        if (!ownsFlavour(vcpu)) return undefined;
        vcpu.enterL2({ debugctl: DEBUGCTL.LBR | DEBUGCTL.FREEZE_LBRS_ON_PMI });
        vcpu.pmi();
        vcpu.exitL1();
        vcpu.enterL2({ debugctl: vcpu.vmreadDebugctl().value ?? 0n });
        const tos = vcpu.rdmsr(MSR.LBR_TOS).value;
        vcpu.branch(branch, branch);
        return vcpu.rdmsr(MSR.LBR_TOS).value === tos;
      },
    },
  }),
];
