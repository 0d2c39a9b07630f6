import { RULES } from './rule-ids.ts';

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

const NO_ACCESS = 'no guest access to such an MSR is in the trace';

export const TRACE_RULES: readonly TraceRule[] = [
  {
    id: RULES.lbrMsrsExist,
    title: 'LBR MSRs exist for a guest only where LBR is exposed',
    needs: ['kvm:kvm_msr'],
    helps: [],
    shows: 'kvm_msr of an LBR MSR without (#GP) while LBR is not exposed, or with it while it is',
    hides: 'the guest CPUID and LBR_FMT; they are inferred from what the accesses come to',
    silent: NO_ACCESS,
  },
  {
    id: RULES.perfCapabilitiesWrite,
    title: 'A guest cannot write PERF_CAPABILITIES',
    needs: ['kvm:kvm_msr'],
    helps: [],
    shows: 'kvm_msr: msr_write 345 without (#GP)',
    hides: 'nothing: the access always exits',
    silent: NO_ACCESS,
  },
  {
    id: RULES.debugctlWrite,
    title: 'DEBUGCTL writes: kept, ignored or #GP',
    needs: ['kvm:kvm_msr'],
    helps: [],
    shows: 'kvm_msr: msr_write 1d9 with a reserved bit and without (#GP)',
    hides: 'whether the guest CPUID has bus-lock detection and RTM; bits 2 and 15 are judged once an access shows it',
    silent: NO_ACCESS,
  },
  {
    id: RULES.debugctlRead,
    title: 'DEBUGCTL reads the last accepted write',
    needs: ['kvm:kvm_msr'],
    helps: [],
    shows: 'kvm_msr: msr_read 1d9 with another value than the last accepted write under the supported mask',
    hides: 'the value before the first write in the trace',
    silent: NO_ACCESS,
  },
];
