import type { Action, Property, StateProperty, StepProperty } from '../kit/model.ts';

/** What has been found out about one property so far. */
export interface Finding<W, P extends Property<W> = Property<W>> {
  readonly property: P;
  witnesses: number;
  /** The state that breaks a state property, or from which a step breaks a step property. */
  violatedAt?: number;
}

type OfKind<W, Kind> = Extract<Property<W>, { readonly kind: Kind }>;

/** A filter for the findings about one kind of properties. */
export function isOfKind<Kind extends Property<never>['kind']>(kind: Kind) {
  return <W>(finding: Finding<W>): finding is Finding<W, OfKind<W, Kind>> => finding.property.kind === kind;
}

/**
 * Judges many state properties in one pass. A property that was violated is not judged again, and a witness is looked
 * for only until one was seen, unless all are to be counted.
 */
export class StateJudge<W> {
  #open: Finding<W, StateProperty<W>>[];
  #unwitnessed: Finding<W, StateProperty<W>>[];
  readonly #countAll: boolean;

  constructor(findings: readonly Finding<W, StateProperty<W>>[], countAll: boolean) {
    this.#open = [...findings];
    this.#unwitnessed = [...this.#open];
    this.#countAll = countAll;
  }

  judge(world: W, state: number): void {
    const unwitnessed = this.#unwitnessed;
    for (let i = unwitnessed.length - 1; i >= 0; i--) {
      const finding = unwitnessed[i];
      if (!finding.property.witness(world)) continue;
      finding.witnesses++;
      if (!this.#countAll) unwitnessed.splice(i, 1);
    }
    const open = this.#open;
    for (let i = open.length - 1; i >= 0; i--) {
      const finding = open[i];
      if (finding.property.holds(world)) continue;
      finding.violatedAt = state;
      open.splice(i, 1);
    }
  }
}

/** The same for step properties. */
export class StepJudge<W> {
  #open: Finding<W, StepProperty<W>>[];
  #unwitnessed: Finding<W, StepProperty<W>>[];
  readonly #countAll: boolean;

  constructor(findings: readonly Finding<W, StepProperty<W>>[], countAll: boolean) {
    this.#open = [...findings];
    this.#unwitnessed = [...this.#open];
    this.#countAll = countAll;
  }

  /** False once there is nothing left to judge or to count. */
  get busy(): boolean {
    return this.#open.length + this.#unwitnessed.length > 0;
  }

  judge(before: W, action: Action<W>, after: W, state: number): void {
    const unwitnessed = this.#unwitnessed;
    for (let i = unwitnessed.length - 1; i >= 0; i--) {
      const finding = unwitnessed[i];
      if (!finding.property.witness(before, action, after)) continue;
      finding.witnesses++;
      if (!this.#countAll) unwitnessed.splice(i, 1);
    }
    const open = this.#open;
    for (let i = open.length - 1; i >= 0; i--) {
      const finding = open[i];
      if (finding.property.holds(before, action, after)) continue;
      finding.violatedAt = state;
      open.splice(i, 1);
    }
  }
}
