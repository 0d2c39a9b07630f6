/** ground-truth/results.json: what the last long run found. Checked in; stale when `hash` is not today's `comparedHash()`. */
export interface GroundTruthResults {
  readonly format: 'lbr-ground-truth/2';
  /** ISO date. */
  readonly date: string;
  /** `comparedHash()` of the run: 64 hexadecimal digits. */
  readonly hash: string;
  readonly compiler: string;
  /** Processes that ran at the same time. */
  readonly processes: number;
  /** From the first run to the last, without the build. */
  readonly wallSeconds: number;
  readonly kernels: readonly KernelResult[];
}

export interface KernelResult {
  /** `6.12.117` */
  readonly version: string;
  /** Design of the model that stood for it. */
  readonly design: string;
  readonly protocol: WorldResult;
  readonly register: WorldResult;
}

/** Runs of one world of the model. */
export interface WorldResult {
  /** Switches that were set otherwise than in the design. */
  readonly overrides: Readonly<Record<string, string>>;
  /** What the walks left out, and why. */
  readonly leavesOut: Readonly<Record<string, string>>;
  /** First and last; each gives the same number of sequences. */
  readonly seeds: readonly [number, number];
  readonly sequences: number;
  /** Steps of the kernel's code, over all sequences. */
  readonly steps: number;
  /** CPU seconds of the runners and the harness together. */
  readonly cpuSeconds: number;
  readonly mismatches: readonly unknown[];
  /** For each piece that was turned wrong in the model: sequences until the run noticed, or null. */
  readonly noticed: Readonly<Record<string, number | null>>;
}
