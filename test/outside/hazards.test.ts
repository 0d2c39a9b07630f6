import { describe, expect, test } from 'vitest';
import { buildHarness, Unavailable } from '../../ground-truth/harness-run.ts';
import { hazardDifferences } from '../../ground-truth/hazards.ts';
import { reviewedSeries } from './kernel.ts';
import { cannotRun, judge, needsKernel } from './report.ts';

describe.each(reviewedSeries)("the kernel's own code, %s", (series) => {
  test('ends the scenarios of hazards.jsonl as the chapters say', async (context) => {
    const kernel = needsKernel(context, series);
    try {
      const differences = await hazardDifferences(buildHarness(kernel.tree));
      judge(context, kernel, differences);
      expect(Array.isArray(differences)).toBe(true);
    } catch (error) {
      if (error instanceof Unavailable) cannotRun(context, error.message);
      throw error;
    }
  });
});
