/** What the judge is asked: of one design, all that one instance says, or what generated cases of some rules say. */
export type Question = ProtocolQuestion | RegisterQuestion;

export interface ProtocolQuestion {
  readonly kind: 'protocol';
  readonly design: string;
  readonly instance: string;
  readonly maxStates: number;
  /** Sum up every state as well. */
  readonly observe: boolean;
}

export interface RegisterQuestion {
  readonly kind: 'register';
  readonly design: string;
  readonly rules: readonly string[];
  readonly runs: number;
  /** Sum up what every caller saw as well. */
  readonly observe: boolean;
}

export interface Answer {
  /** IDs of the rules that are broken. */
  readonly violated: readonly string[];
  /** IDs of the rules whose precondition came up. */
  readonly met: readonly string[];
  readonly complete: boolean;
  readonly states: number;
  /** Equal where nothing that was reached or observed differs; of use with `observe` only. */
  readonly seen: string;
  /** Numbers of the blocks that ran, of a bundle with marks. */
  readonly ran: readonly number[];
}
