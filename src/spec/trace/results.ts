import type { RuleFinding, Scope, UnknownReason, Violation } from './findings.ts';
import { ticksText } from './ticks.ts';
import type { TraceEvent } from './read/events.ts';

/** Violations listed with their lines; further ones are counted. */
const MOST_LISTED = 1000;
const MOST_REASONS = 20;

/** A violation as a judge states it. */
export interface ViolationDetails {
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  readonly evidence: Violation['evidence'];
  readonly scope: Scope;
  /** Line of the violation where it is not the line of the event that brought it to light. */
  readonly line?: number;
}

export interface Listed {
  readonly violation: Omit<Violation, 'excerpt'>;
  readonly excerpt: { line: number; text: string }[];
  readonly scope: Scope;
  readonly ticks: number;
}

/** What a gap in the trace makes doubtful. */
interface Unseen {
  readonly cpu: number | 'all' | 'none';
  readonly threads: boolean;
}

/** Counts of one rule. */
class Tally {
  kept = 0;
  violated = 0;
  unknown = 0;
  /** Violated and not listed, by CPU; the scope of such a one is not kept, so a gap takes all of them back. */
  readonly unlisted = new Map<number, number>();
  readonly reasons = new Map<string, { count: number; firstLine: number }>();

  addUnknown(reason: string, line: number, count: number): void {
    this.unknown += count;
    const known = this.reasons.get(reason);
    if (known) known.count += count;
    else if (this.reasons.size < MOST_REASONS) this.reasons.set(reason, { count, firstLine: line });
  }
}

/** What was found, by rule. */
export class TraceResults {
  readonly #tallies = new Map<string, Tally>();
  #listed: Listed[] = [];

  unknown(rule: string, reason: string, line: number, count = 1): void {
    this.tally(rule).addUnknown(reason, line, count);
  }

  /** Returns the list entry, whose window the caller fills, or undefined where the violation is only counted. */
  violated(rule: string, event: TraceEvent, details: ViolationDetails): Listed | undefined {
    const tally = this.tally(rule);
    tally.violated++;
    if (this.#listed.length >= MOST_LISTED) {
      tally.unlisted.set(event.cpu, (tally.unlisted.get(event.cpu) ?? 0) + 1);
      return undefined;
    }
    const { scope, line = event.line, ...said } = details;
    const listed: Listed = {
      violation: { rule, line, cpu: event.cpu, pid: event.pid, time: ticksText(event), ...said },
      excerpt: [],
      scope,
      // Nothing says when a line without a time stamp was written: it may be later than any other.
      ticks: event.ticks < 0 ? Infinity : event.ticks,
    };
    this.#listed.push(listed);
    return listed;
  }

  /**
   * Takes back the violations that rest on what turns out to be unseen or out of order: those later than `since` that
   * rest on the CPU or on a thread. A violation that one line proves stands.
   */
  revoke(unseen: Unseen, since: number, reason: string, line: number): void {
    if (this.#listed.length === 0) return;
    const stands = ({ scope, ticks, violation }: Listed): boolean => {
      if (scope === 'line' || ticks <= since) return true;
      return scope === 'thread' ? !unseen.threads : unseen.cpu !== 'all' && violation.cpu !== unseen.cpu;
    };
    for (const { violation } of this.#listed.filter((listed) => !stands(listed))) {
      this.tally(violation.rule).violated--;
      this.unknown(violation.rule, reason, line);
    }
    this.#listed = this.#listed.filter(stands);
    for (const [rule, tally] of this.#tallies) {
      for (const [on, count] of tally.unlisted) {
        tally.violated -= count;
        tally.unlisted.delete(on);
        this.unknown(rule, reason, line, count);
      }
    }
  }

  get violations(): Violation[] {
    return this.#listed
      .map(({ violation, excerpt }) => ({ ...violation, excerpt }))
      .sort((a, b) => a.line - b.line || (a.rule < b.rule ? -1 : 1));
  }

  get listed(): number {
    return this.#listed.length;
  }

  get unlisted(): number {
    let count = 0;
    for (const tally of this.#tallies.values()) for (const some of tally.unlisted.values()) count += some;
    return count;
  }

  /** `silent` is the reason of a rule that had no occasion. */
  finding(rule: string, title: string, silent: string): RuleFinding {
    const tally = this.#tallies.get(rule);
    const { kept = 0, violated = 0, unknown = 0 } = tally ?? {};
    const told = [...(tally?.reasons ?? [])].map(([reason, { count, firstLine }]): UnknownReason => ({
      reason,
      count,
      firstLine,
    }));
    const reasons = kept + violated + unknown === 0 ? [{ reason: silent, count: 0, firstLine: 0 }] : told;
    const verdict = violated > 0 ? 'violated' : kept > 0 && unknown === 0 ? 'kept' : 'unknown';
    return { rule, title, verdict, kept, violated, unknown, reasons };
  }

  tally(rule: string): Tally {
    let tally = this.#tallies.get(rule);
    if (tally === undefined) {
      tally = new Tally();
      this.#tallies.set(rule, tally);
    }
    return tally;
  }
}
