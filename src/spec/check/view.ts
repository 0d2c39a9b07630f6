import type { StateProperty } from '../kit/model.ts';
import type { PackedShape } from './fields.ts';
import { groupBy } from './group-by.ts';
import type { Finding } from './property-check.ts';
import type { Awaited } from './awaited.ts';
import { ViewSet } from './view-set.ts';

/** Properties that ignore the same fields, and so have the same view of a state. */
export interface View {
  readonly ignored: readonly string[];
  /** State properties, by index. */
  readonly states: readonly number[];
  /** Response properties, by index. */
  readonly responses: readonly number[];
  /** Where something is ignored, unless every state has to be asked. */
  readonly set: ViewSet | undefined;
}

/** Response properties of a view with a set at most: a bit for each has to fit into a small integer. */
const MOST_RESPONSES = 24;

/**
 * Groups properties by what they ignore; those that look at the whole state come first. To count a witness, every state
 * has to be asked.
 */
export function viewsOf<W>(
  states: readonly Finding<W, StateProperty<W>>[],
  responses: readonly Awaited<W>[],
  shape: PackedShape,
  countWitnesses: boolean,
): View[] {
  const all = [...states, ...responses].map(({ property }, index) => ({
    ignored: property.ignores?.toSorted() ?? [],
    index,
  }));
  return [...groupBy(all, ({ ignored }) => ignored.join()).values()]
    .map((group): View => {
      const members = group.map(({ index }) => index);
      return {
        ignored: group[0].ignored,
        states: members.filter((index) => index < states.length),
        responses: members.filter((index) => index >= states.length).map((index) => index - states.length),
        set: countWitnesses || responses.length > MOST_RESPONSES ? undefined : ViewSet.of(shape, group[0].ignored),
      };
    })
    .toSorted((a, b) => a.ignored.length - b.ignored.length);
}
