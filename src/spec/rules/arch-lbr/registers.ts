import * as fc from 'fast-check';
import { MSR } from '../../model/register/index.ts';
import { address, anyCpuid, archHost } from '../kit/register/arbitrary.ts';
import { NO_ARCH_LBR } from '../kit/register/exemptions.ts';
import { hasArchLbr, recordEdges } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { sdm, review, archVcpu, depthOf } from './vcpu.ts';
import { guestAccess, UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const MODEL = 'src/spec/model/register/arch-lbr.ts';

export const registerRules = [
  registerRule({
    id: 'LBR-ARCH-20',
    level: 'must',
    title: 'The MSRs of a vCPU with Arch LBR',
    statement:
      'A vCPU with Arch LBR must have LBR_CTL, DEPTH and as many FROM, TO and INFO MSRs as its depth, and no other: the index behind each, LBR_SELECT and TOS fault for the guest and are refused to the VMM.',
    rationale: 'Arch LBR has no TOS and no LBR_SELECT: entry 0 is the newest, and the filter is in LBR_CTL.',
    doesNotSay: 'It does not say when a vCPU has Arch LBR; [LBR-ARCH-25] and [LBR-CAP-15] do.',
    killedBy: ['infoMsrs=format-5', 'lbrMsrRange=one-more'],
    inTrace: guestAccess(
      'kvm_msr of LBR_CTL or DEPTH with (#GP), or of SELECT or TOS without it, while Arch LBR is exposed',
      'the guest CPUID; it is inferred from the results of the accesses; passed-through accesses leave no mark',
    ),
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [sdm('MSRs'), review('Y9QvxJbITGaY6Yki@google.com', 'SELECT and TOS do not exist there')],
    model: [`${MODEL}#archEnabled`, 'src/spec/model/register/lbr-msrs.ts#lbrMsrOf'],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, cpuid: anyCpuid }),
      classes: ['16 records', '32 records'],
      classify: ({ host }) => [`${depthOf(host)} records`],
      holds: ({ host, cpuid }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!hasArchLbr(vcpu)) return undefined;
        const { inside, outside } = recordEdges(host);
        const there = [MSR.ARCH_LBR_DEPTH, ...inside].every((msr) => vcpu.rdmsr(msr).result === 'ok');
        const absent = [MSR.LBR_SELECT, MSR.LBR_TOS, ...outside];
        return (
          there && absent.every((msr) => vcpu.rdmsr(msr).result === '#GP' && vcpu.getMsr(msr).result === 'refused')
        );
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-21',
    level: 'must',
    title: 'LBR_DEPTH accepts enumerated depths only',
    statement:
      'DEPTH must read as the depth that CPUID 0x1C of the guest enumerates, take that value, and fault for every other.',
    rationale:
      'The guest’s depth is the host’s depth, because the hardware has one DEPTH, and XRSTORS clears the records if the image has another. CPUID can enumerate a single depth, so such a CPU can exist.',
    doesNotSay: 'It does not ask KVM to refuse a guest of another depth; see [LBR-ARCH-25].',
    killedBy: ['archDepthValues=multiples-of-8', 'bug A01'],
    inTrace: guestAccess(
      'kvm_msr: msr_write 14cf of the depth that was read with (#GP), or of another one without it; two depths read',
      'CPUID 0x1C of the guest: the first depth that is read or accepted stands for it',
    ),
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [sdm('DEPTH'), review('Y9QzLHNxS4K81SfU@google.com', 'one depth is fine architecturally')],
    model: [`${MODEL}#accessDepth`],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({
        host: archHost,
        depth: fc.oneof(fc.constantFrom(8n, 16n, 24n, 32n, 64n, 72n), fc.bigInt({ min: 0n, max: 80n })),
      }),
      classes: ['the depth of the host', 'another multiple of 8', 'no multiple of 8'],
      classify: ({ host, depth }) => {
        if (depth === BigInt(depthOf(host))) return ['the depth of the host'];
        return [depth % 8n === 0n ? 'another multiple of 8' : 'no multiple of 8'];
      },
      holds: ({ host, depth }, start) => {
        const vcpu = archVcpu(start(host));
        if (!vcpu) return undefined;
        const own = BigInt(depthOf(host));
        const { result } = vcpu.wrmsr(MSR.ARCH_LBR_DEPTH, depth);
        return result === (depth === own ? 'ok' : '#GP') && vcpu.rdmsr(MSR.ARCH_LBR_DEPTH).value === own;
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-22',
    level: 'must',
    title: 'A write of LBR_DEPTH clears the records',
    statement: 'After a guest WRMSR of DEPTH that does not fault, every record MSR of the guest must read 0.',
    rationale: 'Guests use the write as a fast reset.',
    doesNotSay: 'It does not hold for the VMM, which restores MSRs in any order.',
    killedBy: ['archDepthReset=keeps-records'],
    inTrace: UNSEEN.between,
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [sdm('DEPTH')],
    model: [`${MODEL}#accessDepth`],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({ host: archHost, branch: address, written: fc.boolean() }),
      classes: ['a recorded branch', 'a written record'],
      classify: ({ written }) => [written ? 'a written record' : 'a recorded branch'],
      holds: ({ host, branch, written }, start) => {
        const vcpu = archVcpu(start(host));
        if (!vcpu) return undefined;
        vcpu.wrmsr(MSR.ARCH_LBR_CTL, 7n);
        if (written) vcpu.wrmsr(MSR.ARCH_LBR_FROM_0, branch);
        else vcpu.branch(branch, branch);
        if (vcpu.rdmsr(MSR.ARCH_LBR_FROM_0).value !== branch) return undefined;
        vcpu.wrmsr(MSR.ARCH_LBR_DEPTH, BigInt(depthOf(host)));
        return recordEdges(host).inside.every((msr) => vcpu.rdmsr(msr).value === 0n);
      },
    },
  }),
  registerRule({
    id: 'LBR-ARCH-23',
    level: 'must',
    title: 'LBR_CTL accepts enumerated bits only',
    statement:
      'A guest WRMSR of LBR_CTL must succeed for the bits that CPUID 0x1C enumerates, read back unchanged, and fault for any other bit.',
    rationale:
      'The privilege, branch and call-stack bits each have a CPUID bit. A reserved bit that KVM lets through fails the next VM-entry.',
    doesNotSay: 'It does not say that the CPU records: that also takes the LBRs.',
    killedBy: ['archCtlBits=unchecked'],
    inTrace: guestAccess(
      'kvm_msr: msr_write 14ce of a bit that the architecture does not define, without (#GP)',
      'CPUID 0x1C of the guest, so a write of defined bits stays unknown; a read may lack LBREn, which hardware clears',
    ),
    onHardware: UNTESTED.archLbr,
    securityBoundary: false,
    sources: [sdm('LBR_CTL'), review('Y9RFTUqdS05WBCaW@google.com', 'compute the mask of reserved bits once')],
    model: [`${MODEL}#accessCtl`, `${MODEL}#ctlBits`],
    exempt: [NO_ARCH_LBR],
    property: {
      arbitrary: fc.record({
        host: archHost,
        bit: fc.integer({ min: 0, max: 63 }),
        rest: fc.constantFrom(0n, 1n, 0x7f0007n),
      }),
      classes: ['an enumerated bit', 'a reserved bit'],
      classify: ({ bit }) => [((0x7f000fn >> BigInt(bit)) & 1n) === 1n ? 'an enumerated bit' : 'a reserved bit'],
      holds: ({ host, bit, rest }, start) => {
        const vcpu = archVcpu(start(host));
        if (!vcpu) return undefined;
        const value = rest | (1n << BigInt(bit));
        const legal = (value & ~0x7f000fn) === 0n;
        const { result } = vcpu.wrmsr(MSR.ARCH_LBR_CTL, value);
        return result === (legal ? 'ok' : '#GP') && vcpu.rdmsr(MSR.ARCH_LBR_CTL).value === (legal ? value : 0n);
      },
    },
  }),
];
