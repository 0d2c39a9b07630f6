import { guestAccessRule, type TraceRule } from './trace-rule.ts';

const LBR_CTL = {
  needs: ['msr:write_msr', 'kvm:kvm_entry', 'kvm:kvm_exit', 'latency flags', 'CPU column'],
  helps: ['msr:read_msr'],
  silent: 'no VM round trip with LBR_CTL.LBREn of the host set is in the trace',
  shows: 'KVM writes LBR_CTL with another value than perf before kvm_entry, or the host reads another one afterwards',
} as const;

/** Rules about Arch LBR: LBR_CTL of the host around the guest, and what a guest gets. */
export const ARCH_RULES: readonly TraceRule[] = [
  {
    ...LBR_CTL,
    id: 'LBR-ARCH-1',
    title: 'LBR_CTL of the host is back after VM-exit',
    hides:
      'loads and clears of LBR_CTL by VMX controls and XRSTORS: a round trip without a WRMSR of KVM cannot be told',
  },
  {
    ...LBR_CTL,
    id: 'LBR-ARCH-27',
    title: 'LBR_CTL of the host survives the guest',
    hides: 'the same; LBR_CTL.LBREn written by perf stands for a host event that has the LBRs',
  },
  guestAccessRule(
    'LBR-ARCH-20',
    'The MSRs of a vCPU with Arch LBR',
    'kvm_msr of LBR_CTL or DEPTH with (#GP), or of SELECT or TOS without it, while Arch LBR is exposed',
    'the guest CPUID; it is inferred from what the accesses come to; what passes through leaves no mark',
  ),
  guestAccessRule(
    'LBR-ARCH-21',
    'DEPTH takes enumerated depths only',
    'kvm_msr: msr_write 14cf of the depth that was read with (#GP), or of another one without it; two depths read',
    'CPUID 0x1C of the guest: the first depth that is read or accepted stands for it',
  ),
  guestAccessRule(
    'LBR-ARCH-23',
    'LBR_CTL takes enumerated bits only',
    'kvm_msr: msr_write 14ce of a bit that the architecture does not define, without (#GP)',
    'CPUID 0x1C of the guest, so a write of defined bits cannot be told; a read may lack LBREn, which hardware clears',
  ),
  guestAccessRule(
    'LBR-ARCH-24',
    'DEBUGCTL.LBR does nothing on Arch LBR',
    'kvm_msr: msr_write 1d9 = 0x1 with (#GP), or msr_read 1d9 with bit 0, in a guest whose LBR_CTL or DEPTH did not fault',
    'vmcs12',
  ),
  guestAccessRule(
    'LBR-ARCH-28',
    'XSS[15] and Arch LBR go together',
    'kvm_msr: msr_write da0 = 0x8000 with (#GP) in a guest with Arch LBR, or of bit 15 without it in one without',
    'whether the guest has Arch LBR, until it reads LBR_CTL or DEPTH',
  ),
];
