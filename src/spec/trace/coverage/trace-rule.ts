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
