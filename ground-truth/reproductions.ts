import type { HarnessState } from './harness-run.ts';

/** ground-truth/reproductions.json: which violated verdicts on kernels the kernels' own code showed, and what it showed. */
export interface Reproductions {
  readonly format: 'lbr-reproductions/1';
  readonly date: string;
  /** `comparedHash()` of the run. */
  readonly hash: string;
  readonly entries: readonly Reproduction[];
}

export interface Reproduction {
  readonly rule: string;
  readonly design: string;
  /** `6.12.117` */
  readonly kernel: string;
  /** True where every step of the trace left the code in the state that the model says, and that state violates the rule. */
  readonly reproduced: boolean;
  /** Why not. */
  readonly reason?: string;
  readonly instance?: string;
  /** CPU of the harness. */
  readonly cpu?: string;
  /** The trace, in actions of the model. */
  readonly steps?: readonly Readonly<Record<string, unknown>>[];
  /** Register world: what the code answered to the last steps, `guest.rdmsr 0x680: ffffffff81000000`. */
  readonly answers?: readonly string[];
  /** What the code held after the last step. Records newest first: h host, p plain task, A and B guests. */
  readonly shown?: Pick<
    HarnessState,
    'running' | 'records' | 'tosBy' | 'select' | 'debugctl' | 'lbrUsers' | 'guestMask' | 'events' | 'samples'
  > & {
    readonly vlbr: Readonly<Record<string, string>>;
    /** Whose records a guest or a VMM read in the last step. */
    readonly seen?: string;
  };
}
