import * as fc from 'fast-check';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The seed of every property that does not name one of its own. */
    readonly propertySeed: number;
  }
}

// A test that draws another seed on every run fails on a machine where nobody can look. Other seeds are for the one who asks.
fc.configureGlobal({ seed: inject('propertySeed') });
