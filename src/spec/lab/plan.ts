/** What the lab's agent is told to do for one scenario. */
export interface Plan {
  /** CPUs of the emulated machine. */
  readonly cpus: 1 | 2;
  readonly cpu: LabCpu;
  readonly lines: readonly PlanLine[];
  /** Where the run differs from the scenario, one sentence each. */
  readonly notes: readonly string[];
}

export interface PlanLine {
  /** A step of the agent, or with `!` a place in the kernel and what the emulator does there. */
  readonly text: string;
  /** Index of the scenario's step that it carries out; absent for what the run needs besides. */
  readonly step?: number;
}

/** A scenario that the lab cannot run, and why: one clause. */
export interface Obstacle {
  readonly cannot: string;
}

/** The emulated processors: name, kind and number of records, and what perf calls it. */
export const LAB_CPUS = {
  skylake: { title: 'Skylake, 32 records, perfmon version 4', flavour: 'legacy', records: 32, perfmon: 4 },
  haswell: { title: 'Haswell, 16 records, perfmon version 3', flavour: 'legacy', records: 16, perfmon: 3 },
  'sapphire-rapids': { title: 'Sapphire Rapids, Arch LBR, 32 records', flavour: 'arch', records: 32, perfmon: 5 },
} as const;

export type LabCpu = keyof typeof LAB_CPUS;

export const LAB_CPU_NAMES = Object.keys(LAB_CPUS) as readonly LabCpu[];

export const isObstacle = (made: Plan | Obstacle): made is Obstacle => 'cannot' in made;
