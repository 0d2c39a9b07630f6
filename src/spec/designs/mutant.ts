import type { DesignName } from './index.ts';

/** A design with some switches flipped: what one wrong line of a kernel would be. */
export interface Mutant {
  /** Unique within its world. */
  readonly name: string;
  readonly world: 'protocol' | 'register';
  readonly base: DesignName;
  readonly flips: Readonly<Record<string, string>>;
  /** A historical bug: its key in the bug museum. */
  readonly bug?: string;
}
