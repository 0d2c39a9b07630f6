import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ktap } from '../../src/spec/report/ktap.ts';
import { reportStatus } from '../../src/spec/report/outcome.ts';
import { verdictFile } from './arbitrary.ts';
import { sample } from './sample.ts';

test('reads as KTAP with an expected failure, a skip and a trace', () => {
  expect(ktap(sample)).toBe(`KTAP version 1
1..2
  KTAP version 1
  # Subtest: LBR-OWN-1
  1..2
  ok 1 v6.12
  ok 2 v6.2 # XFAIL violated: exhaustive: all 1,024 states of one vCPU on one pCPU
ok 1 LBR-OWN-1
  KTAP version 1
  # Subtest: LBR-DBG-20
  1..2
  # declared holds, found violated: a <tag> & a "quote" # and a hash
  # 1. guest.wrmsr msr=0x1d9 value=0x1
  # 2. host.open priority=cpu-pinned nr=2
  not ok 1 v6.12 # declared holds, found violated: a <tag> & a "quote" and a hash
  ok 2 v6.2 # SKIP not-applicable: no vLBR event, so there is nothing to bind
not ok 2 LBR-DBG-20
# 1 declared violation
`);
});

test('without expected failures a declared violation is a failure with its trace', () => {
  const text = ktap(sample, { xfail: false });
  expect(text).toContain('  not ok 2 v6.2 # violated: exhaustive: all 1,024 states of one vCPU on one pCPU');
  expect(text).toContain('\nnot ok 1 LBR-OWN-1\n');
  expect(text).not.toContain('XFAIL');
});

test('every line is a plan, a version, a comment or a result, whatever the reasons hold', () => {
  const line = /^(?: {2})?(?:KTAP version 1|1\.\.\d+|# .*|(?:not )?ok \d+ [^#\s]+(?: # [^#]*)?)$/;
  fc.assert(
    fc.property(verdictFile, (file) => {
      for (const text of ktap(file).trimEnd().split('\n')) expect(text).toMatch(line);
    }),
  );
});

test('counts one result per verdict, and one failure per verdict that is not as declared', () => {
  fc.assert(
    fc.property(verdictFile, (file) => {
      const results = ktap(file)
        .split('\n')
        .filter((line) => /^ {2}(not )?ok /.test(line));
      expect(results).toHaveLength(file.verdicts.length);
      const failed = file.verdicts.filter((entry) => reportStatus(entry) === 'fail');
      expect(results.filter((line) => line.startsWith('  not ok '))).toHaveLength(failed.length);
    }),
  );
});
