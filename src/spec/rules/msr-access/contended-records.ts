import * as fc from 'fast-check';
import { kernel, mail } from '../../kit/source.ts';
import { MSR } from '../../model/register/index.ts';
import { address, lbrCpuid, lbrHost, priority } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { hasLbr, recordEdges, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { contend } from './contend.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

/** What becomes of records while host and guest contend. */
export const contendedRecordRules = [
  registerRule({
    id: 'LBR-MSR-30',
    revision: 2,
    level: 'must',
    title: 'A guest branch changes no record of a pinned host event',
    statement:
      'While a CPU-pinned host event that excludes guests counts on the LBRs of this CPU, a branch of the guest must not change them, whatever the guest wrote to DEBUGCTL or LBR_CTL.',
    rationale:
      'VM-entry always loads the guest’s recording bit, whoever owns the records. A guest that sets it writes into a host profile, or into records that the host believes to be its own.',
    doesNotSay:
      'It does not say that a guest may not have the LBRs beside a flexible host event, nor that a host event which asks for guests gets none of their branches; [LBR-ENT-5] asks for the opposite.',
    killedBy: ['hostEventOrder=bypass', 'recording=as-written', 'archCtlControls=with-owner'],
    inTrace: { unseen: 'branches of the guest leave no mark' },
    onHardware: UNTESTED.hiddenRegisters,
    securityBoundary: false,
    history: [
      {
        revision: 2,
        date: '2026-11-25',
        reason: 'LBR-ENT-5 wants the branches of a guest recorded for a host event that did not exclude guests.',
        before:
          'While a CPU-pinned host event counts on the LBRs of this CPU, a branch of the guest must not change them, whatever the guest wrote to DEBUGCTL or LBR_CTL.',
      },
    ],
    sources: [
      mail(
        'Y9RUOvJ5dkCU9J8C@google.com',
        'Sean Christopherson',
        '2023-01-27',
        'said',
        'completely up to the whims of the guest',
      ),
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'vmx_passthrough_lbr_msrs', 'v6.12', 'read', 'warns and enters'),
    ],
    disputed:
      'By perf’s order a CPU-pinned event comes before a task’s event, and the documents of 2023 say so about guest LBR. The code gives the LBRs to the guest, and Like Xu called that order intentional. The rule follows the order that perf documents.',
    model: ['src/spec/model/register/guest-mode.ts#takeBranch', 'src/spec/model/register/vlbr.ts#blockedByHost'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, branch: address, guestFirst: fc.boolean() }),
      classes: ['guest first', 'host first'],
      classify: ({ guestFirst }) => [guestFirst ? 'guest first' : 'host first'],
      holds: ({ host, cpuid, branch, guestFirst }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!hasLbr(vcpu)) return undefined;
        const turnOn = (): void => {
          vcpu.wrmsr(MSR.DEBUGCTL, 1n);
          vcpu.wrmsr(MSR.ARCH_LBR_CTL, 3n);
        };
        if (guestFirst) turnOn();
        contend(vcpu);
        if (!guestFirst) turnOn();
        const { inside } = recordEdges(host);
        const records = (): string => [...inside, vcpu.host.from + 1].map((msr) => seen(vcpu.hostRdmsr(msr))).join();
        const before = records();
        vcpu.branch(branch, branch);
        return records() === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-31',
    level: 'must',
    title: 'A guest finds its records again after a host event',
    statement:
      'When a host LBR event comes and goes, the guest must find the records that it wrote before, and record again without a touch of an LBR MSR.',
    rationale:
      'The guest learns nothing of the host event. A profile that from some moment on is empty or holds somebody else’s branches is worse than none.',
    doesNotSay:
      'It does not say what the guest finds in between; see [LBR-MSR-28]. How soon is in the chapter on liveness.',
    killedBy: [
      'vlbrReenable=never',
      'lbrDummyCheck=inverted',
      'vlbrReenable=on-access',
      'archCtlControls=never',
      'bug U02',
    ],
    inTrace: UNSEEN.between,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [
      kernel(
        'arch/x86/events/intel/lbr.c',
        'intel_pmu_lbr_add',
        'v6.12',
        'read',
        'resets for a first user that is new',
      ),
      mail('20230616113353.45202-1-xiong.y.zhang@intel.com', 'Xiong Zhang', '2023-06-16', 'said', 'patch 3/4'),
    ],
    model: ['src/spec/model/register/vlbr.ts#openHostEvent', 'src/spec/model/register/vlbr.ts#retryVlbr'],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, kind: priority, value: address, records: fc.boolean() }),
      classes: ['flexible', 'pinned', 'reads', 'records'],
      classify: ({ kind, records }) => [kind.endsWith('pinned') ? 'pinned' : 'flexible', records ? 'records' : 'reads'],
      holds: ({ host, cpuid, kind, value, records }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const { from } = vcpu.host;
        if (!hasLbr(vcpu) || vcpu.wrmsr(from, value).result !== 'ok') return undefined;
        vcpu.wrmsr(MSR.DEBUGCTL, 1n);
        vcpu.wrmsr(MSR.ARCH_LBR_CTL, 3n);
        vcpu.openHostEvent(kind);
        vcpu.closeHostEvent();
        if (!records) return vcpu.rdmsr(from).value === value;
        vcpu.branch(value + 0x10n, value);
        return vcpu.rdmsr(host.lbr === 'arch' ? from : from + 1).value === value + 0x10n;
      },
    },
  }),
];
