import type { LogEvent } from '../log/types.ts';

/** A rule broken in a run, and what shows it. */
export interface LabFinding {
  readonly rule: string;
  /** One sentence: what happened. */
  readonly message: string;
  /** Ticks since power-on, and the CPU. */
  readonly i: number;
  readonly cpu: number;
  /** Number of the agent's step in progress, and its text. */
  readonly step: number;
  readonly stepText: string;
  /** Where the CPU was: `symbol+0x12`, or an address of a guest. */
  readonly ip: string;
  /** Who executed the branch or left the value; who got it. Empty where the rule is not about that. */
  readonly recordedBy: string;
  readonly survivedThrough: readonly string[];
  readonly readBy: string;
  /** Owners of the records at that moment, run-length, newest first; empty where the log does not show them. */
  readonly ring: readonly string[];
}

/** What the judges give: occasions on which a rule was kept, and findings. */
export interface LabSink {
  kept(rule: string): void;
  violated(rule: string, event: LogEvent, message: string, more?: Partial<LabFinding>): void;
}

/** Judges some rules while the events go by. */
export interface LabJudge {
  event(event: LogEvent): void;
  end?(): void;
}
