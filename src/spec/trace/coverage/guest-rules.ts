import { guestAccessRule, type TraceRule } from './trace-rule.ts';

const INFERRED = 'the guest CPUID and LBR_FMT; they are inferred from what the accesses come to';
const NOTHING = 'nothing: the access always exits';

/** Rules that are judged by the outcome of intercepted guest accesses. */
export const GUEST_RULES: readonly TraceRule[] = [
  guestAccessRule(
    'LBR-MSR-20',
    'Without LBR every LBR MSR faults',
    'kvm_msr of an LBR MSR without (#GP) while LBR is not exposed',
    INFERRED,
  ),
  guestAccessRule(
    'LBR-MSR-21',
    'Exactly the MSRs of the configured records',
    'kvm_msr of SELECT or TOS with (#GP) while LBR is exposed, or of the other flavour without it',
    `${INFERRED}; depth and format are not shown, so records cannot be told; what passes through leaves no mark`,
  ),
  guestAccessRule(
    'LBR-MSR-23',
    'LASTBRANCH and LASTINT read 0',
    'kvm_msr: msr_read of 1db to 1de with (#GP), or msr_write without it',
    NOTHING,
  ),
  guestAccessRule(
    'LBR-CAP-9',
    'PERF_CAPABILITIES is read-only for the guest',
    'kvm_msr: msr_write 345 without (#GP)',
    NOTHING,
  ),
  guestAccessRule('LBR-DBG-20', 'LBR and BTF never fault', 'kvm_msr: msr_write 1d9 of LBR or BTF with (#GP)', NOTHING),
  guestAccessRule(
    'LBR-DBG-21',
    'RTM_DEBUG goes with RTM',
    'kvm_msr: msr_write 1d9 of bit 15 without (#GP), in a guest without RTM',
    'RTM in the guest CPUID, so the write alone cannot be told; a read after it can',
  ),
  guestAccessRule(
    'LBR-DBG-22',
    'BUS_LOCK_DETECT goes with its CPUID bit',
    'kvm_msr: msr_write 1d9 of bit 2 without (#GP), in a guest without the feature',
    'bus-lock detection in the guest CPUID, so the write alone cannot be told; a read after it can',
  ),
  guestAccessRule(
    'LBR-DBG-23',
    'LBR and FREEZE_LBRS_ON_PMI go with guest LBR',
    'kvm_msr: msr_write 1d9 of bit 11 without (#GP) while LBR is not exposed',
    INFERRED,
  ),
  guestAccessRule(
    'LBR-DBG-24',
    'Every other bit faults',
    'kvm_msr: msr_write 1d9 of a bit that KVM does not virtualize, without (#GP)',
    NOTHING,
  ),
  guestAccessRule(
    'LBR-DBG-26',
    'DEBUGCTL reads as the last accepted write',
    'kvm_msr: msr_read 1d9 with another value than the last accepted write under the supported mask',
    'the value before the first write in the trace; a #DB or PMI clears LBR, and a nested guest has its own, without a mark',
  ),
  guestAccessRule(
    'LBR-DBG-25',
    'A bit means the same beside any other',
    'kvm_msr: msr_write 1d9 with (#GP) of a value whose bits were all accepted before',
    NOTHING,
  ),
  {
    ...guestAccessRule(
      'LBR-DBG-30',
      'FREEZE_IN_SMM of the host is not seen',
      'kvm_msr: msr_read 1d9 with bit 14, which the guest did not write, while DEBUGCTL of the host on this CPU has it',
      'what the VMM reads',
    ),
    needs: ['kvm:kvm_msr', 'msr:write_msr', 'CPU column'],
    helps: ['msr:read_msr'],
    silent: 'no guest reads DEBUGCTL where that of the host is known to have FREEZE_IN_SMM',
  },
  {
    ...guestAccessRule(
      'LBR-CAP-2',
      'No legacy LBR on a host with Arch LBR',
      'kvm_msr of SELECT, TOS or a legacy record without (#GP), on a host that accesses LBR_CTL, DEPTH or their records',
      'the flavour of the host, until perf uses the LBRs',
    ),
    needs: ['kvm:kvm_msr', 'msr:write_msr'],
  },
  {
    ...guestAccessRule(
      'LBR-CAP-15',
      'The flavour of the guest is the flavour of the host',
      'kvm_msr of an LBR MSR of the other flavour than that of the host, without (#GP)',
      'the flavour of the host, until perf uses the LBRs',
    ),
    needs: ['kvm:kvm_msr', 'msr:write_msr'],
  },
];
