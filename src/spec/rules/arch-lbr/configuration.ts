import * as fc from 'fast-check';
import { DEBUGCTL, isHostRecord, MSR } from '../../model/register/index.ts';
import { archHost, priority } from '../kit/register/arbitrary.ts';
import { NO_ARCH_LBR } from '../kit/register/exemptions.ts';
import { hasLbr, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { sdm, review, archVcpu, depthOf } from './vcpu.ts';
import { guestAccess, kvmAccess, OWNER_UNSEEN, UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const MODEL = 'src/spec/model/register/arch-lbr.ts';

export const configurationRules = [
  registerRule({
    id: 'LBR-ARCH-24',
    level: 'must',
    title: 'DEBUGCTL.LBR does nothing on Arch LBR',
    statement:
      'On a vCPU with Arch LBR, DEBUGCTL.LBR must be accepted from guest and L2, read 0 and show as 0 in vmcs12.',
    rationale: 'The bit does not exist on these CPUs. Another hypervisor crashed the guest for it.',
    doesNotSay: 'FREEZE_LBRS_ON_PMI is a bit of its own and stays.',
    killedBy: ['debugctlLbrBtf=fault'],
    inTrace: guestAccess(
      'kvm_msr: msr_write 1d9 = 0x1 with (#GP), or msr_read 1d9 with bit 0, in a guest whose LBR_CTL or DEPTH did not fault',
      'vmcs12',
    ),
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [sdm('LBR_CTL'), review('Y9RFTUqdS05WBCaW@google.com', 'clear the bit before it goes to vmcs12')],
    model: [
      'src/spec/model/register/debugctl.ts#supportedDebugctl',
      'src/spec/model/register/debugctl.ts#writeDebugctl',
    ],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, freeze: fc.boolean(), inL2: fc.boolean() }),
      classes: ['in L1', 'in L2'],
      classify: ({ inL2 }) => [inL2 ? 'in L2' : 'in L1'],
      holds: ({ host, freeze, inL2 }, start) => {
        const vcpu = archVcpu(start(host));
        if (!vcpu) return undefined;
        const kept = freeze ? DEBUGCTL.FREEZE_LBRS_ON_PMI : 0n;
        if (inL2) vcpu.enterL2({ debugctl: 0n });
        if (vcpu.wrmsr(MSR.DEBUGCTL, kept | DEBUGCTL.LBR).result !== 'ok') return false;
        if (vcpu.rdmsr(MSR.DEBUGCTL).value !== kept) return false;
        if (!inL2) return true;
        vcpu.exitL1();
        return vcpu.vmreadDebugctl().value === kept;
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-25',
    level: 'must',
    title: "A depth that differs from the host's turns guest LBR off",
    statement: 'KVM must accept a CPUID 0x1C whose depth is not that of the host, and the vCPU then has no LBR.',
    rationale:
      'The VMM may describe a CPU that this host cannot give. KVM does not police CPUID; it declines to enable a feature that it cannot provide.',
    doesNotSay: 'It does not say that the guest copes.',
    killedBy: ['archBadDepth=einval', 'archHostLegacyFmt=advertised', 'mediatedVpmu=on'],
    inTrace: UNSEEN.ioctl,
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [review('Y9RM8ytJYLDIVMpq@google.com', 'drop the -EINVAL, refuse to enable')],
    model: ['src/spec/model/register/vmm.ts#setCpuid', 'src/spec/model/register/refresh.ts#configuredRecords'],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, lbrDepth: fc.constantFrom(8, 16, 32, 64) }),
      classes: ['the depth of the host', 'another depth'],
      classify: ({ host, lbrDepth }) => [lbrDepth === depthOf(host) ? 'the depth of the host' : 'another depth'],
      holds: ({ host, lbrDepth }, start) => {
        const vcpu = start(host);
        const accepted = vcpu.setCpuid({ lbrDepth }).result === 'ok';
        return accepted && hasLbr(vcpu) === (lbrDepth === depthOf(host));
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-26',
    level: 'must',
    title: 'LBR_DEPTH and the records belong to the owner',
    statement:
      'While the host has the LBRs, no guest or VMM access to DEPTH or a record MSR must read or change what the host has in them.',
    rationale:
      'perf takes the LBRs in IRQ context. A plain WRMSR of DEPTH clears the current owner’s records, and a plain RDMSR of a record shows host addresses.',
    doesNotSay: 'It does not say what the guest reads instead; [LBR-MSR-28] does.',
    killedBy: ['vmmLbrAccess=like-guest'],
    inTrace: kvmAccess(
      'no trapped access to DEPTH or a record of Arch LBR is in the trace',
      'KVM reads or writes DEPTH or a record for its guest while perf has LBR_CTL.LBREn of the host set',
      OWNER_UNSEEN,
    ),
    onHardware: UNTESTED.archLbr,
    sources: [
      review('Y9QzLHNxS4K81SfU@google.com', 'a write of DEPTH is to be treated like a write of a record'),
      review('Y9RMbq1FgygCPRrZ@google.com', 'the same for the records'),
    ],
    model: ['src/spec/model/register/record-access.ts#accessRecordMsr', `${MODEL}#zeroRecords`],
    securityBoundary: true,
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, kind: priority, depth: fc.boolean(), byVmm: fc.boolean() }),
      classes: ['DEPTH', 'a record', 'by the guest', 'by the VMM'],
      classify: ({ depth, byVmm }) => [depth ? 'DEPTH' : 'a record', byVmm ? 'by the VMM' : 'by the guest'],
      holds: ({ host, kind, depth, byVmm }, start) => {
        const vcpu = archVcpu(start(host));
        if (!vcpu) return undefined;
        vcpu.openHostEvent(kind);
        // A guest access may take the LBRs from a flexible event, with the ownership that goes with it.
        if (!byVmm && kind !== 'cpu-pinned') return undefined;
        const record = MSR.ARCH_LBR_FROM_0;
        const before = seen(vcpu.hostRdmsr(record));
        const read = byVmm ? vcpu.getMsr(record) : vcpu.rdmsr(record);
        if (read.value !== undefined && isHostRecord(read.value)) return false;
        const [msr, value] = depth
          ? ([MSR.ARCH_LBR_DEPTH, BigInt(depthOf(host))] as const)
          : ([record, 0x401000n] as const);
        if (byVmm) vcpu.setMsr(msr, value);
        else vcpu.wrmsr(msr, value);
        return seen(vcpu.hostRdmsr(record)) === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-36',
    level: 'must',
    title: "A guest's depth is the depth that perf saves",
    statement:
      'The DEPTH of a vCPU with Arch LBR must be the number of records that perf saves and restores on this host.',
    rationale:
      'perf switches the guest’s records. If it uses fewer than CPUID enumerates, the rest stays behind for the next owner of the CPU.',
    doesNotSay: 'It does not say that perf may not use all of them; today it does.',
    killedBy: ['archDepthSource=cpuid-max'],
    inTrace: { unseen: 'CPUID 0x1C of the guest, and the records that XSAVES saves, are not in the trace' },
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [
      review('Y9QzLHNxS4K81SfU@google.com', 'take the depth from perf, not from CPUID'),
      review('Y9RM8ytJYLDIVMpq@google.com', 'do not depend on perf using the largest depth'),
    ],
    model: ['src/spec/model/register/refresh.ts#archDepthOf'],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ perfDepth: fc.constantFrom(8, 16, 32), lbrDepth: fc.constantFrom(8, 16, 32) }),
      classes: ['perf uses all records', 'perf uses fewer'],
      classify: ({ perfDepth }) => [perfDepth === 32 ? 'perf uses all records' : 'perf uses fewer'],
      holds: ({ perfDepth, lbrDepth }, start) => {
        const vcpu = start({ lbr: 'arch', depth: 32, perfDepth });
        vcpu.setCpuid({ lbrDepth });
        const { result, value } = vcpu.rdmsr(MSR.ARCH_LBR_DEPTH);
        return result === 'ok' ? value === BigInt(perfDepth) : undefined;
      },
    },
  }),
];
