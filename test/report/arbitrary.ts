import * as fc from 'fast-check';
import type { Verdict } from '../../src/spec/kit/rule.ts';
import type { VerdictEntry } from '../../src/spec/verify/verdict-file.ts';
import { fileOf } from './sample.ts';

const verdict = fc.constantFrom<Verdict>('holds', 'violated', 'not-applicable', 'not-established');

/** Entries with hostile text: what a reporter has to escape is what it forgets to. */
const entry: fc.Arbitrary<VerdictEntry> = fc.record({
  rule: fc.constantFrom('LBR-OWN-1', 'LBR-OWN-2', 'LBR-ARCH-21'),
  revision: fc.integer({ min: 1, max: 9 }),
  level: fc.constantFrom('must' as const, 'should' as const, 'may' as const),
  design: fc.constantFrom('v6.2', 'v6.12', 'contract'),
  verdict,
  expected: verdict,
  reason: fc.string({ unit: 'binary' }),
});

export const verdictFile = fc
  .uniqueArray(entry, { minLength: 1, maxLength: 9, selector: ({ rule, design }) => `${rule} ${design}` })
  .map(fileOf);
