import { expect, test } from 'vitest';
import { isReporterName, report, reporterNames } from '../../src/spec/report/index.ts';
import { reportStatus } from '../../src/spec/report/outcome.ts';
import { declaredViolation, held, notApplicable, sample, surprise } from './sample.ts';

test('knows its reporters by name', () => {
  expect(reporterNames).toEqual(['pretty', 'json', 'ktap', 'junit', 'sarif', 'csv']);
  expect(isReporterName('ktap')).toBe(true);
  expect(isReporterName('toString')).toBe(false);
});

test.each(reporterNames)('%s names every rule and ends in one line break', (name) => {
  const text = report(sample, name);
  for (const { rule } of sample.verdicts) expect(text).toContain(rule);
  expect(text).toMatch(/[^\n]\n$/);
});

test('json is the verdict file', () => {
  expect(JSON.parse(report(sample, 'json'))).toEqual(sample);
});

test('pretty shows the matrix, the trace of what is not as declared, and the totals', () => {
  expect(report(sample, 'pretty')).toBe(`            v6.12  v6.2
LBR-OWN-1   H      V2
LBR-DBG-20  V2!    -

H holds  V violated, and the steps of its trace  - does not apply  ? not established  ! not as declared
The trace of LBR-OWN-1 on v6.2: lbr-contract verify --rule LBR-OWN-1 --design v6.2 --save-counterexamples DIR
and then lbr-contract replay DIR/LBR-OWN-1/v6.2.json

LBR-DBG-20 on v6.12: declared holds, found violated: a <tag> & a "quote" # and a hash
   1. guest.wrmsr msr=0x1d9 value=0x1
   2. host.open priority=cpu-pinned nr=2

4 verdicts: 1 holds, 2 violated, 1 do not apply, 0 not established; 1 not as declared
`);
});

test('a declared violation that is gone is a failure too', () => {
  expect([held, declaredViolation, surprise, notApplicable].map(reportStatus)).toEqual([
    'pass',
    'xfail',
    'fail',
    'skip',
  ]);
  expect(reportStatus({ ...declaredViolation, verdict: 'holds' })).toBe('fail');
});
