/** A rule that leaves marks in a trace: what must be recorded, what is judged, what stays unseen. Plain data. */
export interface TraceRule {
  readonly id: string;
  readonly title: string;
  /** Events without which nothing can be judged. */
  readonly needs: readonly string[];
  /** Events and columns that make more of it judgeable. */
  readonly helps: readonly string[];
  /** What a violation looks like in the trace. */
  readonly shows: string;
  /** What the trace cannot show, and what follows for the verdict. */
  readonly hides: string;
  /** The reason of "cannot be told" where the trace has no occasion. */
  readonly silent: string;
}

const guestRule = (id: string, title: string, shows: string, hides: string): TraceRule => ({
  id,
  title,
  needs: ['kvm:kvm_msr'],
  helps: [],
  shows,
  hides,
  silent: 'no such guest access is in the trace',
});

const INFERRED = 'the guest CPUID and LBR_FMT; they are inferred from what the accesses come to';

export const TRACE_RULES: readonly TraceRule[] = [
  guestRule(
    'LBR-MSR-20',
    'LBR MSRs of a guest without LBR',
    'kvm_msr of an LBR MSR without (#GP) while LBR is not exposed',
    INFERRED,
  ),
  guestRule(
    'LBR-MSR-21',
    'Which LBR MSRs exist',
    'kvm_msr of an LBR MSR of the other flavour without (#GP)',
    `${INFERRED}; depth and format are not shown`,
  ),
  guestRule(
    'LBR-MSR-23',
    'LASTBRANCH and LASTINT',
    'kvm_msr: msr_read 1db to 1de that faults or gives another value than 0',
    'nothing: the access always exits',
  ),
  guestRule(
    'LBR-CAP-9',
    'PERF_CAPABILITIES is read-only for the guest',
    'kvm_msr: msr_write 345 without (#GP)',
    'nothing: the access always exits',
  ),
  guestRule(
    'LBR-DBG-20',
    'DEBUGCTL: unsupported LBR and BTF',
    'kvm_msr: msr_write 1d9 of LBR or BTF with (#GP)',
    'nothing: the access always exits',
  ),
  guestRule(
    'LBR-DBG-21',
    'DEBUGCTL: RTM_DEBUG',
    'kvm_msr: msr_write 1d9 of bit 15 without (#GP) and without RTM',
    'RTM in the guest CPUID',
  ),
  guestRule(
    'LBR-DBG-22',
    'DEBUGCTL: BUS_LOCK_DETECT',
    'kvm_msr: msr_write 1d9 of bit 2 without (#GP) and without the feature',
    'bus-lock detection in the guest CPUID',
  ),
  guestRule(
    'LBR-DBG-23',
    'DEBUGCTL: FREEZE_LBRS_ON_PMI',
    'kvm_msr: msr_write 1d9 of bit 11 without (#GP) while LBR is not exposed',
    INFERRED,
  ),
  guestRule(
    'LBR-DBG-24',
    'DEBUGCTL: other bits',
    'kvm_msr: msr_write 1d9 of a bit that KVM does not virtualize, without (#GP)',
    'nothing: the access always exits',
  ),
  guestRule(
    'LBR-DBG-26',
    'DEBUGCTL reads the last accepted write',
    'kvm_msr: msr_read 1d9 with another value than the last accepted write under the supported mask',
    'the value before the first write in the trace',
  ),
];
