import type { FoundMismatch } from './differential/run.ts';

/** ground-truth/results.json: what the last long run found. Checked in; stale when `hash` is not today's `comparedHash()`. */
export interface GroundTruthResults {
  readonly format: 'lbr-ground-truth/1';
  /** ISO date. */
  readonly date: string;
  /** `comparedHash()` of the run: 64 hexadecimal digits. */
  readonly hash: string;
  readonly compiler: string;
  readonly kernels: readonly KernelResult[];
}

export interface KernelResult {
  /** `6.12.117` */
  readonly version: string;
  /** Design of the model that stood for it, and where it was set otherwise. */
  readonly design: string;
  readonly overrides: Readonly<Record<string, string>>;
  /** Actions that the walks left out, and why. */
  readonly leavesOut: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly sequences: number;
  /** Steps of the kernel's code, over all sequences. */
  readonly steps: number;
  /** CPU seconds of the runner and the harness together. */
  readonly cpuSeconds: number;
  readonly mismatches: readonly FoundMismatch[];
  /** For each piece of bookkeeping that was turned wrong in the model: sequences until the run noticed, or null. */
  readonly noticed: Readonly<Record<string, number | null>>;
}
