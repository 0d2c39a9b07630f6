/** A rule that leaves marks in a trace: what must be recorded, what is judged, what stays unseen. Plain data. */
export interface TraceRule {
  readonly id: string;
  readonly title: string;
  /** Events and columns without which nothing can be judged. */
  readonly needs: readonly string[];
  /** Events that make more of it judgeable. */
  readonly helps: readonly string[];
  /** What a violation looks like in the trace. */
  readonly shows: string;
  /** What the trace cannot show, and what follows for the verdict. */
  readonly hides: string;
  /** The reason of "cannot be told" where the trace has no occasion. */
  readonly silent: string;
}

/** A rule that is judged by the outcome of intercepted guest accesses. */
export const guestAccessRule = (id: string, title: string, shows: string, hides: string): TraceRule => ({
  id,
  title,
  needs: ['kvm:kvm_msr'],
  helps: ['syscalls:sys_enter_ioctl'],
  shows,
  hides,
  silent: 'no such guest access is in the trace',
});
