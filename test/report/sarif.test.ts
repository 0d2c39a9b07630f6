import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sarif } from '../../src/spec/report/sarif.ts';
import { verdictFile } from './arbitrary.ts';
import { sample } from './sample.ts';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly suppressions?: readonly object[];
  readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: readonly object[] }[] }[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly Result[];
}

const runOf = (text: string): Run => (JSON.parse(text) as { runs: [Run] }).runs[0];

test('a declared violation is a suppressed warning, a surprise an error with its trace', () => {
  const [held, declared, surprise, notApplicable] = runOf(sarif(sample)).results;
  expect(held).toMatchObject({ kind: 'pass', level: 'none' });
  expect(declared).toMatchObject({ kind: 'fail', level: 'warning', suppressions: [{ kind: 'external' }] });
  expect(surprise).toMatchObject({ kind: 'fail', level: 'error' });
  expect(surprise.suppressions).toBeUndefined();
  expect(surprise.codeFlows?.[0].threadFlows[0].locations).toHaveLength(2);
  expect(notApplicable).toMatchObject({ kind: 'notApplicable', level: 'none' });
});

test('keeps what SARIF 2.1.0 asks of results: index, kind and level agree', () => {
  fc.assert(
    fc.property(verdictFile, (file) => {
      const { tool, results } = runOf(sarif(file));
      expect(results).toHaveLength(file.verdicts.length);
      for (const result of results) {
        expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
        expect(['pass', 'fail', 'notApplicable', 'open']).toContain(result.kind);
        // Section 3.27.9: a result that is not a failure has level `none`.
        expect(result.level === 'none').toBe(result.kind !== 'fail');
        expect(result.message.text).not.toBe('');
      }
    }),
  );
});
