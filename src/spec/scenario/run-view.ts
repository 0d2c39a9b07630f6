import type { Scenario } from './types.ts';

/**
 * A run as readers see it: what a replayed scenario did, step by step, as plain data. The timeline, the step table and
 * the text twin are drawn from this and from nothing else; it is computed by replaying the scenario in the model.
 */
export interface RunView {
  readonly format: 'lbr-run/1';
  readonly scenario: Scenario;
  /** The instance for readers, for example `1 pCPU, 1 vCPU, 1 host event, ring depth 2`. */
  readonly instance: string;
  /** Everybody who can execute a branch in this run; `BranchTag.who` refers to `name`. */
  readonly executors: readonly Executor[];
  /** The CPUs before the first step. Empty in the register world. */
  readonly initial: readonly CpuSnapshot[];
  readonly steps: readonly StepView[];
  /** Set where the run ends in a violation. */
  readonly violation?: Violation;
  /** Of a violation: where the run departs from what the contract does. */
  readonly departure?: Departure;
  /** The LBR events before the first step. Empty in the register world. */
  readonly initialEvents: readonly EventSnapshot[];
}

/** Rows of the timeline. `host` is the scheduler, plain tasks and the VMM outside KVM_RUN. */
export type Lane = 'perf' | 'interrupt' | 'kvm' | 'guest' | 'host';

type ExecutorKind = 'guest' | 'host-kernel' | 'host-task';

export interface Executor {
  /** Reader's name, for example `vCPU 0 (VM A)`. */
  readonly name: string;
  /** One or two characters, unique within the run; drawn in the ring beside the colour. */
  readonly letter: string;
  readonly kind: ExecutorKind;
}

export interface StepView {
  /** The action and its arguments, as in the scenario. */
  readonly op: string;
  readonly args: Readonly<Record<string, string | number | boolean>>;
  readonly lane: Lane;
  /** Who acts, for example `perf on CPU 0`, `vCPU 1`. */
  readonly actor: string;
  /** What happens, one short phrase without the actor: `reads DEBUGCTL into the snapshot`. */
  readonly label: string;
  /** The kernel functions that it runs through, outermost first; empty for what the guest or the hardware does. */
  readonly functions: readonly string[];
  /** CPU on which it happens, where there is one. */
  readonly cpu?: number;
  readonly changes: readonly Change[];
  /** What somebody saw or why the model answers so, one sentence. */
  readonly note?: string;
  /** All CPUs after the step. Empty in the register world. */
  readonly cpus: readonly CpuSnapshot[];
  /** All LBR events after the step. Empty in the register world. */
  readonly events: readonly EventSnapshot[];
  /** Register world: what the caller saw. */
  readonly result?: 'ok' | '#GP' | 'refused' | 'invalid-guest-state';
  readonly value?: string;
}

/** One observable thing that a step changed; values are for readers. */
export interface Change {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export interface CpuSnapshot {
  readonly cpu: number;
  /** Who runs on the CPU. */
  readonly running: string;
  /** What the CPU executes now. */
  readonly mode: 'guest' | 'host';
  readonly context: 'task' | 'irq' | 'nmi';
  readonly irqs: 'on' | 'off';
  /** Who has the LBRs by perf's bookkeeping: an event or a vCPU; `nobody`. */
  readonly owner: string;
  /** Names of the bits that are set in DEBUGCTL, or in LBR_CTL on Arch LBR. */
  readonly debugctl: readonly string[];
  /** Whose value LBR_SELECT (or the filter bits of LBR_CTL) has. */
  readonly select: string;
  /** Newest record first; `null` is an empty entry. */
  readonly ring: readonly (BranchTag | null)[];
}

export interface BranchTag {
  /** Executor of the branch. */
  readonly who: string;
  readonly letter: string;
  readonly kind: ExecutorKind;
}

/** An LBR event of perf: the host's, or the one that KVM creates for a vCPU. */
export interface EventSnapshot {
  readonly name: string;
  /** Its state, as `enum perf_event_state` has it. */
  readonly state: string;
}

/** The first step that another design does otherwise. */
export interface Departure {
  /** Index of the step. */
  readonly step: number;
  /** The other design. */
  readonly design: string;
  /** What the step changes here and not there, and the other way round. */
  readonly here: readonly Change[];
  readonly there: readonly Change[];
  /** Register world: what the caller saw here and there. */
  readonly results?: { readonly here: string; readonly there: string };
  /** The other design does not take the step at all. */
  readonly blocked: boolean;
}

export interface Violation {
  readonly rule: string;
  /** Index of the step that violates it; -1 for the initial state. */
  readonly step: number;
  /** What is wrong, one sentence in terms of the run. */
  readonly sentence: string;
}
