import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { junit } from '../../src/spec/report/junit.ts';
import { verdictFile } from './arbitrary.ts';
import { sample } from './sample.ts';
import { elementsOf } from './well-formed.ts';

test('tells failures, skips and declared violations apart', () => {
  const xml = junit(sample);
  expect(xml).toContain('<testsuites name="lbr-contract" tests="4" failures="1" skipped="1">');
  expect(xml).toContain('<testcase classname="LBR-OWN-1" name="v6.12" time="0.250"/>');
  expect(xml).toContain('a &lt;tag&gt; &amp; a &quot;quote&quot;');
  expect(elementsOf(xml).filter((name) => name === 'system-out')).toHaveLength(1);
});

test('is well-formed, whatever the reasons hold', () => {
  fc.assert(
    fc.property(verdictFile, (file) => {
      expect(elementsOf(junit(file)).filter((name) => name === 'testcase')).toHaveLength(file.verdicts.length);
    }),
  );
});

test('the checker of this test refuses what is not well-formed', () => {
  for (const xml of ['<a>', '<a></b>', '<a x="1" x="2"/>', '<a>&</a>', '<a x="<"/>', '<a/>b']) {
    expect(() => elementsOf(xml), xml).toThrow();
  }
});
