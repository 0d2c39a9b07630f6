/** lab/faults-results.json: which planted faults the judges find, and by which workloads. */
import type { LabVerdict } from './judge/index.ts';

export const FAULTS_FORMAT = 'lbr-lab-faults/1';

export interface FaultResults {
  readonly format: typeof FAULTS_FORMAT;
  /** Hashes of what a result rests on. */
  readonly agent: string;
  readonly cpu: string;
  readonly judge: string;
  /** Hash of the faults and workloads. */
  readonly planted: string;
  readonly kernels: readonly FaultKernel[];
  readonly faults: readonly FaultEntry[];
}

export interface FaultKernel {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the image. */
  readonly image: string;
  /** What the workloads show without a fault. */
  readonly base: readonly BaseEntry[];
}

interface BaseEntry {
  readonly workload: string;
  readonly title: string;
  readonly cpu: string;
  readonly cpus: number;
  /** Rules that the unchanged kernel violates in it. */
  readonly violated: readonly string[];
  /** Expectations of the workload that are met. */
  readonly met: number;
}

export interface FaultEntry {
  readonly name: string;
  readonly title: string;
  /** In the running kernel, or in the emulated CPU. */
  readonly kind: 'kernel' | 'cpu';
  /** Function that is patched, or section of the manual that is broken. */
  readonly where: string;
  readonly kernel: string;
  /** `changes`: no rule is broken anew, and what is seen differs. */
  readonly outcome: 'found' | 'changes' | 'missed' | 'cannot-be-planted';
  /** Why it cannot be planted, or why no judge can see it. */
  readonly reason?: string;
  readonly seenBy: readonly Sighting[];
  /** Workloads in which it is not seen. */
  readonly notSeenBy: readonly string[];
}

export interface Sighting {
  readonly workload: string;
  /** Rules that are violated with the fault and not without it. */
  readonly rules: readonly string[];
  /** Expectations that fail with the fault only. */
  readonly unmet: readonly string[];
  /** The run does not come to its end. */
  readonly stops?: string;
  /** Rules that are violated without it only, and numbers that differ. */
  readonly differs?: string;
}

/** What one run shows. */
export interface Observation {
  readonly violated: readonly string[];
  readonly unmet: readonly string[];
  readonly stops?: string;
  /** Accesses of the host to LBR MSRs, records of guests that it finds: what a fault may change without breaking a rule. */
  readonly accesses: number;
}

export const violatedRules = ({ counts }: LabVerdict): string[] =>
  [...counts]
    .filter(([, { violated }]) => violated > 0)
    .map(([rule]) => rule)
    .sort();

/** How a run with a fault differs from the run without it, undefined where it does not. */
export function sighting(workload: string, base: Observation, faulty: Observation): Sighting | undefined {
  const rules = faulty.violated.filter((rule) => !base.violated.includes(rule));
  const unmet = faulty.unmet.filter((text) => !base.unmet.includes(text));
  if (faulty.stops !== undefined) return { workload, rules, unmet, stops: faulty.stops };
  const gone = base.violated.filter((rule) => !faulty.violated.includes(rule));
  const differences = [
    ...(gone.length > 0 ? [`no longer violated: ${gone.join(', ')}`] : []),
    ...(faulty.accesses === base.accesses
      ? []
      : [`${faulty.accesses} accesses to LBR MSRs in place of ${base.accesses}`]),
  ];
  if (rules.length + unmet.length + differences.length === 0) return undefined;
  return { workload, rules, unmet, ...(differences.length > 0 && { differs: differences.join('; ') }) };
}

const shows = ({ rules, unmet }: Sighting): boolean => rules.length + unmet.length > 0;

/** A run that ends in a panic or a hang is a difference, and no finding of a judge. */
export function outcomeOf(seen: readonly Sighting[]): FaultEntry['outcome'] {
  if (seen.some(shows)) return 'found';
  return seen.length > 0 ? 'changes' : 'missed';
}

/** Workloads that show the fault by a rule or an expectation. */
export const showing = ({ seenBy }: FaultEntry): readonly Sighting[] => seenBy.filter(shows);

export function faultsText({ faults }: FaultResults): string {
  const lines = faults.map((fault) => {
    const by = showing(fault);
    const rules = [...new Set(by.flatMap(({ rules }) => rules))].sort();
    const manual = by.some(({ unmet }) => unmet.length > 0) ? ['an expectation of a guest'] : [];
    const what =
      fault.outcome === 'cannot-be-planted'
        ? (fault.reason ?? '')
        : `by ${by.length} of ${by.length + fault.notSeenBy.length + (fault.seenBy.length - by.length)} workloads: ${[...rules, ...manual].join(', ')}`;
    return `${fault.kernel}  ${fault.name}  ${fault.outcome}${fault.outcome === 'found' || fault.reason !== undefined ? ` ${what}` : ''}`;
  });
  const planted = faults.filter(({ outcome }) => outcome !== 'cannot-be-planted');
  const found = planted.filter(({ outcome }) => outcome === 'found').length;
  return [...lines, '', `${planted.length} faults planted, ${found} found.`].join('\n');
}
