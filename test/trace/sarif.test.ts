import { expect, test } from 'vitest';
import { traceReport } from '../../src/spec/trace/report/index.ts';
import { checkText } from './check-text.ts';

const TEXT = '              vm-9592    [000] .....   512.443773: kvm_msr: msr_write 1d9 = 0x40\n';

test('a name with a colon, a number sign or a question mark is a path and nothing else', () => {
  const report = checkText(TEXT, { input: 'a b/x:y#1?.txt' });
  const { runs } = JSON.parse(traceReport(report, 'sarif', { version: '1', helpUri: (rule) => `https://x/${rule}` }));
  const { uri } = runs[0].results[0].locations[0].physicalLocation.artifactLocation;
  expect(uri).toBe('a%20b/x%3Ay%231%3F.txt');
  expect(new URL(uri, 'file:///home/').pathname).toBe('/home/a%20b/x%3Ay%231%3F.txt');
});
