import type { ResponseProperty } from '../kit/model.ts';
import type { StateSet } from './state-set.ts';

/** A response property, and the states that trigger it. */
export interface Awaited<W> {
  readonly property: ResponseProperty<W>;
  readonly triggers: StateSet;
}
