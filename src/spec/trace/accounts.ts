import type { AccessAccount, UnknownReason } from './findings.ts';
import { EVENT, type TraceEvent } from './read/events.ts';

const MOST_REASONS = 20;
const GUEST_SHOWS = 'it tells what the guest is like, and no rule speaks of its outcome';
const HOST_SHOWS = 'it shows what the register of the host holds; VM round trips are judged by it';
const FURTHER = 'for further reasons';

/** What became of each access to an MSR that rules speak of: judged, or not judged for a reason. The counts add up. */
export class AccessAccounts {
  readonly #guest = new Account(GUEST_SHOWS);
  readonly #host = new Account(HOST_SHOWS);
  #judged = false;
  #reason: string | undefined;

  /** A rule was kept or violated. */
  judged(): void {
    this.#judged = true;
  }

  /** A rule was not judged; `reason` is a clause. */
  notJudged(reason: string): void {
    this.#reason ??= reason;
  }

  /** The judges have seen the event. */
  enter(event: TraceEvent): void {
    const account = event.kind === EVENT.kvmMsr ? this.#guest : this.#host;
    account.enter(event.line, this.#judged, this.#reason);
    this.begin();
  }

  /** Another event comes. */
  begin(): void {
    this.#judged = false;
    this.#reason = undefined;
  }

  get guest(): AccessAccount {
    return this.#guest.told;
  }

  get host(): AccessAccount {
    return this.#host.told;
  }
}

class Account {
  #judged = 0;
  readonly #reasons = new Map<string, { count: number; firstLine: number }>();
  readonly #otherwise: string;

  constructor(otherwise: string) {
    this.#otherwise = otherwise;
  }

  enter(line: number, judged: boolean, reason = this.#otherwise): void {
    if (judged) {
      this.#judged++;
      return;
    }
    const named = this.#reasons.has(reason) || this.#reasons.size < MOST_REASONS ? reason : FURTHER;
    const known = this.#reasons.get(named);
    if (known) known.count++;
    else this.#reasons.set(named, { count: 1, firstLine: line });
  }

  get told(): AccessAccount {
    const notJudged = [...this.#reasons].map(([reason, { count, firstLine }]): UnknownReason => ({
      reason,
      count,
      firstLine,
    }));
    return { judged: this.#judged, notJudged };
  }
}
