import type { ResponseProperty } from '../kit/model.ts';
import type { Finding } from './judge.ts';
import type { ResponsePaths, UnansweredPath } from './response-paths.ts';

/** Judges one response property over the first `states` states of a table, in their order, after the search. */
export class ResponseCheck<W> {
  /** The first trigger state without response in time. */
  unanswered: UnansweredPath<W> | undefined;
  readonly #finding: Finding<W, ResponseProperty<W>>;
  readonly #paths: ResponsePaths<W>;
  readonly #states: number;
  readonly #countAll: boolean;
  #head = 0;

  constructor(finding: Finding<W, ResponseProperty<W>>, paths: ResponsePaths<W>, states: number, countAll: boolean) {
    this.#finding = finding;
    this.#paths = paths;
    this.#states = states;
    this.#countAll = countAll;
  }

  /** True when memory was short. */
  get undecided(): boolean {
    return this.unanswered === undefined && this.#paths.full;
  }

  /** Looks at up to `limit` states. True at the end. */
  advance(limit: number): boolean {
    for (let done = 0; done < limit; done++) {
      const decided = this.unanswered !== undefined || this.#paths.full;
      if (this.#head === this.#states || (decided && !this.#countAll)) return true;
      const state = this.#head++;
      if (!this.#paths.triggers(state)) continue;
      this.#finding.witnesses++;
      if (!decided && !this.#paths.answered(state)) this.unanswered = this.#paths.tell(state);
    }
    return false;
  }
}
