import type { TraceRule } from './trace-rule.ts';

const rule = (id: string, title: string, shows: string, hides: string): TraceRule => ({
  id,
  title,
  needs: ['kvm:kvm_msr'],
  helps: [],
  shows,
  hides,
  silent: 'no such guest access is in the trace',
});

const INFERRED = 'the guest CPUID and LBR_FMT; they are inferred from what the accesses come to';
const NOTHING = 'nothing: the access always exits';

/** Rules that are judged by the outcome of intercepted guest accesses. */
export const GUEST_RULES: readonly TraceRule[] = [
  rule(
    'LBR-MSR-20',
    'Without LBR every LBR MSR faults',
    'kvm_msr of an LBR MSR without (#GP) while LBR is not exposed',
    INFERRED,
  ),
  rule(
    'LBR-MSR-21',
    'Exactly the MSRs of the configured records',
    'kvm_msr of SELECT or TOS with (#GP) while LBR is exposed, or of the other flavour without it',
    `${INFERRED}; depth and format are not shown, so records cannot be told; what passes through leaves no mark`,
  ),
  rule(
    'LBR-MSR-23',
    'LASTBRANCH and LASTINT read 0',
    'kvm_msr: msr_read of 1db to 1de with (#GP), or msr_write without it',
    NOTHING,
  ),
  rule('LBR-CAP-9', 'PERF_CAPABILITIES is read-only for the guest', 'kvm_msr: msr_write 345 without (#GP)', NOTHING),
  rule('LBR-DBG-20', 'LBR and BTF never fault', 'kvm_msr: msr_write 1d9 of LBR or BTF with (#GP)', NOTHING),
  rule(
    'LBR-DBG-21',
    'RTM_DEBUG goes with RTM',
    'kvm_msr: msr_write 1d9 of bit 15 without (#GP), in a guest without RTM',
    'RTM in the guest CPUID, so the write alone cannot be told; a read after it can',
  ),
  rule(
    'LBR-DBG-22',
    'BUS_LOCK_DETECT goes with its CPUID bit',
    'kvm_msr: msr_write 1d9 of bit 2 without (#GP), in a guest without the feature',
    'bus-lock detection in the guest CPUID, so the write alone cannot be told; a read after it can',
  ),
  rule(
    'LBR-DBG-23',
    'LBR and FREEZE_LBRS_ON_PMI go with guest LBR',
    'kvm_msr: msr_write 1d9 of bit 11 without (#GP) while LBR is not exposed',
    INFERRED,
  ),
  rule(
    'LBR-DBG-24',
    'Every other bit faults',
    'kvm_msr: msr_write 1d9 of a bit that KVM does not virtualize, without (#GP)',
    NOTHING,
  ),
  rule(
    'LBR-DBG-26',
    'DEBUGCTL reads as the last accepted write',
    'kvm_msr: msr_read 1d9 with another value than the last accepted write under the supported mask',
    'the value before the first write in the trace',
  ),
  rule(
    'LBR-ARCH-20',
    'The MSRs of a vCPU with Arch LBR',
    'kvm_msr of LBR_CTL or DEPTH with (#GP), or of SELECT or TOS without it, while Arch LBR is exposed',
    `${INFERRED}; what passes through leaves no mark`,
  ),
];
