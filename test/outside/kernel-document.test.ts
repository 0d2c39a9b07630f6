import { test } from 'vitest';
import { openTree } from '../../src/cli/drift/tree.ts';
import { rst } from '../../src/cli/export/rst.ts';
import { reviewedSeries } from './kernel.ts';
import { judge, needsKernel } from './report.ts';

test.for(reviewedSeries)(
  'every function that the document on Linux %s names is in its source',
  async (series, context) => {
    const kernel = needsKernel(context, series);
    const [{ text }] = await rst.files(undefined, { kernel: kernel.tree });
    const names = new Set([...text.matchAll(/``(\w+)\(\)``/g)].map(([, name]) => name));
    const tree = openTree(kernel.tree);
    const missing = [...names].filter((name) => name !== 'close' && tree.candidates(`${name}(`).length === 0);
    judge(
      context,
      kernel,
      missing.map((name) => `${name}() is in no file`),
    );
  },
);
