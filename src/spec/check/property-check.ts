import type { Action, Property, StateProperty, StepProperty } from '../kit/model.ts';

/** What has been found out about one property so far. */
export interface Finding<W, P extends Property<W> = Property<W>> {
  readonly property: P;
  witnesses: number;
  /** Where it is broken: the number of the state, or of the state from which the step goes. */
  violatedAt?: number;
}

type OfKind<W, Kind> = Extract<Property<W>, { readonly kind: Kind }>;

/** A filter for the findings about one kind of properties. */
export function isOfKind<Kind extends Property<never>['kind']>(kind: Kind) {
  return <W>(finding: Finding<W>): finding is Finding<W, OfKind<W, Kind>> => finding.property.kind === kind;
}

/**
 * Judges many properties of one kind in one pass. A property that was violated is not judged again, and a witness is
 * looked for only until one was seen, unless all are to be counted.
 */
class PropertyCheck<Judged extends Finding<never>> {
  protected readonly open: Judged[];
  protected readonly unwitnessed: Judged[];
  protected readonly countAll: boolean;
  readonly #all: readonly Judged[];

  constructor(findings: readonly Judged[], countAll: boolean) {
    this.#all = findings;
    this.open = [...findings];
    this.unwitnessed = [...findings];
    this.countAll = countAll;
  }

  /** False once there is nothing left to judge or to count. */
  get busy(): boolean {
    return this.open.length + this.unwitnessed.length > 0;
  }

  /** Number of properties that were violated. */
  get violated(): number {
    return this.#all.length - this.open.length;
  }

  /** Forgets the violations, not the witnesses. */
  reopen(): void {
    this.open.splice(0, this.open.length, ...this.#all);
    for (const finding of this.#all) delete finding.violatedAt;
  }
}

export class StateCheck<W> extends PropertyCheck<Finding<W, StateProperty<W>>> {
  judge(world: W, at: number): void {
    const { unwitnessed, open } = this;
    for (let i = unwitnessed.length - 1; i >= 0; i--) {
      const finding = unwitnessed[i];
      if (!finding.property.witness(world)) continue;
      finding.witnesses++;
      if (!this.countAll) unwitnessed.splice(i, 1);
    }
    for (let i = open.length - 1; i >= 0; i--) {
      const finding = open[i];
      if (finding.property.holds(world)) continue;
      finding.violatedAt = at;
      open.splice(i, 1);
    }
  }
}

export class StepCheck<W> extends PropertyCheck<Finding<W, StepProperty<W>>> {
  judge(before: W, action: Action<W>, after: W, at: number): void {
    const { unwitnessed, open } = this;
    for (let i = unwitnessed.length - 1; i >= 0; i--) {
      const finding = unwitnessed[i];
      if (!finding.property.witness(before, action, after)) continue;
      finding.witnesses++;
      if (!this.countAll) unwitnessed.splice(i, 1);
    }
    for (let i = open.length - 1; i >= 0; i--) {
      const finding = open[i];
      if (finding.property.holds(before, action, after)) continue;
      finding.violatedAt = at;
      open.splice(i, 1);
    }
  }
}
