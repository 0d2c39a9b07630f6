import type { TraceRule } from './coverage/index.ts';
import type { RuleFinding, TraceVerdict } from './findings.ts';
import { VENDOR } from './read/exit-reasons.ts';
import type { TraceEvent } from './read/events.ts';

/** What a reader can say of the host. */
export interface AssumedHost {
  /** `amd`: the contract says nothing about it. */
  readonly vendor?: 'intel' | 'amd';
  /** kvm.ignore_msrs=1: an MSR that KVM does not know reads 0 and takes writes. */
  readonly ignoreMsrs?: boolean;
  /** A user-space MSR filter answers some accesses in the place of KVM. */
  readonly msrFilter?: boolean;
}

/** Why no rule is judged. */
interface Refuted {
  readonly verdict: TraceVerdict & ('not-applicable' | 'unknown');
  readonly reason: string;
  readonly line: number;
}

/** Whose CPU the host has, as far as lines show it: the rules are those of kvm-intel. */
export class HostVendor {
  readonly #assumed: AssumedHost['vendor'];
  #vmxLine = 0;
  #svmLine = 0;
  #amdLine = 0;

  constructor(assumed: AssumedHost['vendor']) {
    this.#assumed = assumed;
  }

  exit({ vendor, line }: TraceEvent): void {
    if (vendor === VENDOR.vmx) this.#vmxLine ||= line;
    else if (vendor === VENDOR.svm) this.#svmLine ||= line;
  }

  /** An access of the host to an MSR that only CPUs of AMD have. */
  amd(line: number): void {
    this.#amdLine ||= line;
  }

  /** Undefined where nothing speaks against kvm-intel. */
  get refuted(): Refuted | undefined {
    if (this.#assumed === 'amd') {
      return { verdict: 'not-applicable', reason: `the host has a CPU of AMD, as its reader says; ${OUT}`, line: 0 };
    }
    const line = this.#svmLine || this.#amdLine;
    if (line === 0) return undefined;
    const shows = this.#svmLine ? 'an exit reason of SVM' : 'an MSR of AMD';
    const vmx = this.#vmxLine || (this.#assumed === 'intel' ? -1 : 0);
    if (vmx === 0) {
      return { verdict: 'not-applicable', reason: `line ${line} shows ${shows}, so KVM is kvm-amd; ${OUT}`, line };
    }
    const other = vmx > 0 ? `line ${vmx} one of VMX` : '--host says Intel';
    return {
      verdict: 'unknown',
      reason: `line ${line} shows ${shows}, and ${other}: lines of several hosts`,
      line,
    };
  }
}

const OUT = 'the rules of the contract are those of kvm-intel';

/** The finding of a rule that is not judged at all. */
export function withoutVerdict({ id, title }: TraceRule, { verdict, reason, line }: Refuted): RuleFinding {
  return {
    rule: id,
    title,
    verdict,
    kept: 0,
    violated: 0,
    unknown: 0,
    reasons: [{ reason, count: 0, firstLine: line }],
  };
}
