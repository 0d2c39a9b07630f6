import type { ResponseProperty } from '../kit/model.ts';
import type { Finding } from './property-check.ts';
import type { ResponsePaths, UnansweredPath } from './response-paths.ts';
import type { StateSet } from './state-set.ts';

/** Judges one response property over its trigger states, in the order of the table, after the search has found them. */
export class ResponseCheck<W> {
  /** The first trigger state without response in time. */
  unanswered: UnansweredPath<W> | undefined;
  readonly #finding: Finding<W, ResponseProperty<W>>;
  readonly #paths: ResponsePaths<W>;
  readonly #triggers: StateSet;
  readonly #countAll: boolean;
  #head = 0;

  constructor(
    finding: Finding<W, ResponseProperty<W>>,
    paths: ResponsePaths<W>,
    triggers: StateSet,
    countAll: boolean,
  ) {
    this.#finding = finding;
    this.#paths = paths;
    this.#triggers = triggers;
    this.#countAll = countAll;
  }

  /** True when memory was short. */
  get undecided(): boolean {
    return this.unanswered === undefined && this.#paths.full;
  }

  /** Looks at up to `limit` trigger states. True at the end. */
  advance(limit: number): boolean {
    for (let done = 0; done < limit; done++) {
      const decided = this.unanswered !== undefined || this.#paths.full;
      if (decided && !this.#countAll) return true;
      const state = this.#triggers.next(this.#head);
      if (state < 0) return true;
      this.#head = state + 1;
      this.#finding.witnesses++;
      if (!decided && !this.#paths.answered(state)) this.unanswered = this.#paths.tell(state);
    }
    return false;
  }
}
