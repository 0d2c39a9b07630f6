import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anchorKey, anchorsOf, type RecordedAnchors } from '../../src/cli/drift/anchors.ts';
import { misplaced } from '../../src/cli/drift/record.ts';
import { ruleTexts } from '../../src/spec/rules/index.ts';

const recorded = JSON.parse(readFileSync('registry/anchors.json', 'utf8')) as RecordedAnchors;
const anchors = anchorsOf(ruleTexts);

test('6.1, 6.12 and 7.3 were reviewed', () => {
  expect(Object.keys(recorded.trees)).toEqual(['v6.1', 'v6.12', 'v7.3']);
});

test('every place in the kernel that a rule relies on is recorded for every reviewed tree', () => {
  const trees = Object.keys(recorded.trees).join();
  const missing = anchors.map(anchorKey).filter((key) => Object.keys(recorded.anchors[key] ?? {}).join() !== trees);
  expect(missing, 'run `lbr-contract drift --kernel DIR --record registry/anchors.json` for each tree').toEqual([]);
});

test('every tree that a rule names has what the rule says was read there', () => {
  expect(misplaced(recorded, anchors)).toEqual([]);
});

test('hashes only', () => {
  for (const hashes of Object.values(recorded.anchors)) {
    for (const hash of Object.values(hashes)) expect(hash).toMatch(/^(([\w./-]+\.[ch] )?[0-9a-f]{64}|absent)$/);
  }
});
