import type { Action, Property } from '../kit/model.ts';

/**
 * How a search ended: every reachable state was visited, or which bound came first, or the caller cancelled it.
 */
export type End = 'complete' | 'states' | 'memory' | 'depth' | 'cancelled';

/** What an exhaustive search found out. All of it is a function of the model, the properties and the bounds. */
export interface Exploration<W> {
  readonly end: End;
  /** Distinct states that were stored; every one of them was judged by the state properties. */
  readonly states: number;
  /** A state stands for all that differ from it in the names of equal things only; see `Model.canonicalize`. */
  readonly symmetry: boolean;
  /** Steps that were taken, those to known states included. */
  readonly transitions: number;
  /** Length of the longest shortest path to a stored state. */
  readonly depth: number;
  /** States in which no action is enabled. */
  readonly deadEnds: number;
  /** Memory of the state table. */
  readonly bytes: number;
  /** One result per property, in the order given. */
  readonly properties: readonly PropertyResult<W>[];
}

export interface PropertyResult<W> {
  readonly property: Property<W>;
  /** `holds` within the states that were visited; read it together with `Exploration.end`. */
  readonly verdict: 'holds' | 'violated' | 'undecided';
  /**
   * How often the precondition was met: states, steps, or trigger states. Without the option `countWitnesses` counting
   * stops at 1. 0 means that nothing was tested.
   */
  readonly witnesses: number;
  /** A shortest one. */
  readonly violation?: Violation<W>;
}

/** A run that breaks a property. */
export interface Violation<W> {
  /** Index of the initial state. */
  readonly initial: number;
  /** From the initial state. A state property is broken after the last step, a step property by the last step. */
  readonly steps: readonly Action<W>[];
  /** Set for a response property. */
  readonly unanswered?: Unanswered;
}

/** Why a trigger stays without response; `steps.length - trigger` of the steps are helpful ones. */
export interface Unanswered {
  /** Number of steps after which the trigger state stands. */
  readonly trigger: number;
  /**
   * `late`: more than `within` helpful steps. `dead-end`: no helpful action is enabled. `cycle`: helpful steps lead back
   * to a former state. `fair-cycle`: steps of any kind do, and whoever goes round like that is fair.
   */
  readonly reason: 'late' | 'dead-end' | 'cycle' | 'fair-cycle';
  /**
   * With a cycle: the number of steps after which the state to which the last step returns stood first. Under a symmetry
   * it returns to a state that differs in the names of equal things.
   */
  readonly cycleTo?: number;
}

/** `bound reached: 1,000 states`, or what else there is to say about the end of a search. */
export function describeEnd({
  end,
  states,
  depth,
  symmetry,
}: Pick<Exploration<never>, 'end' | 'states' | 'depth' | 'symmetry'>): string {
  const count = `${states.toLocaleString('en-US')} states${symmetry ? ' up to symmetry' : ''}`;
  switch (end) {
    case 'complete':
      return `all ${count}`;
    case 'states':
      return `bound reached: ${count}`;
    case 'memory':
      return `memory bound reached: ${count}`;
    case 'depth':
      return `depth bound reached: ${count} up to ${depth} steps`;
    case 'cancelled':
      return `cancelled after ${count}`;
  }
}
