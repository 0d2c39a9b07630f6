/** A piece of verification that can run anywhere: plain data in, plain data out. */
export type Job = ExhaustiveJob | WalkJob | RegisterJob;

/** Who is judged: a design, or a mutant of it. */
export interface Subject {
  readonly design: string;
  readonly flips?: Readonly<Record<string, string>>;
  /** Name of the mutant, where it is one. */
  readonly mutant?: string;
}

/** Every reachable state of one instance. */
export interface ExhaustiveJob {
  readonly kind: 'exhaustive';
  readonly subject: Subject;
  readonly instance: string;
  /** IDs of the rules to judge; all others are left out. */
  readonly rules: readonly string[];
  readonly maxStates: number;
}

/** Random walks through one instance. */
export interface WalkJob {
  readonly kind: 'walk';
  readonly subject: Subject;
  readonly instance: string;
  readonly rules: readonly string[];
  readonly firstRun: number;
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  /** Whether fast-check generates and shrinks the walks; else the bulk walker does. */
  readonly fastCheck: boolean;
}

/** Generated cases for register rules. */
export interface RegisterJob {
  readonly kind: 'register';
  readonly subject: Subject;
  readonly rules: readonly string[];
  readonly runs: number;
  readonly seed: number;
}

/** What one job found out about one rule. */
export interface InstanceFinding {
  readonly rule: string;
  /** How often the precondition was met. */
  readonly witnesses: number;
  /** Named steps of the shortest run that breaks the rule. */
  readonly violation?: readonly { readonly op: string; readonly args: Readonly<Record<string, string | number>> }[];
}

export interface ProtocolResult {
  readonly kind: 'exhaustive' | 'walk';
  readonly instance: string;
  /** Distinct states; 0 for walks. */
  readonly states: number;
  readonly depth: number;
  /** Every reachable state was visited. */
  readonly complete: boolean;
  readonly runs: number;
  readonly findings: readonly InstanceFinding[];
}
