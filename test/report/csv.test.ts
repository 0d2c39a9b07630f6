import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../src/spec/report/csv.ts';
import { verdictFile } from './arbitrary.ts';
import { sample } from './sample.ts';

test('a row per rule, a column per design, a mark where the verdict is not as declared', () => {
  expect(csv(sample).split('\n')).toEqual([
    'rule,revision,level,v6.12,v6.2',
    'LBR-OWN-1,1,must,holds,violated',
    'LBR-DBG-20,1,should,violated!,not-applicable',
    '',
  ]);
});

test('every row has as many fields as the header', () => {
  fc.assert(
    fc.property(verdictFile, (file) => {
      const rows = csv(file).trimEnd().split('\n');
      for (const row of rows) expect(row.split(',')).toHaveLength(3 + file.designs.length);
    }),
  );
});
