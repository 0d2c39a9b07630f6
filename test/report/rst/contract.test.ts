import { expect, test } from 'vitest';
import { contractRst } from '../../../src/spec/report/rst/contract.ts';
import { brokenName, simpleTable } from '../../../src/spec/report/rst/table.ts';
import { contract } from '../contract.ts';

const text = contractRst(contract);

test('keeps to 80 columns, but for a word that is longer', () => {
  for (const line of text.split('\n').filter((candidate) => candidate.length > 80)) {
    expect(line.trim()).toMatch(/^\S+$/);
  }
});

test('has every rule with its ID, its sentence and its sources', () => {
  for (const { rules } of contract.chapters) {
    for (const rule of rules) expect(text).toContain(`\n${rule.id}: `);
  }
  expect(text).toContain('A guest should read what it wrote.');
  expect(text).toContain('commit 0123456789ab ("perf/x86: Do a \\*thing\\*"), said');
});

test('has the table of behaviour by version, and what the designs decide differently', () => {
  expect(text).toMatch(/^LBR-OWN-1 +yes +NO$/m);
  expect(text).toMatch(/^LBR-DBG-20 +NO +n\/a$/m);
  expect(text).toContain('* v6.2: At ``vcpu_load()``.');
  expect(text).not.toContain('Never.');
});

test('the table of all designs keeps to 80 columns', () => {
  const names = [
    'v5.12',
    'v6.2',
    'v6.12',
    'v7.3',
    'v7.3-mediated',
    'arch-lbr-v2',
    'coexist-2023',
    'request',
    'contract',
  ];
  const header = [['Rule'], ...names.map((name) => brokenName(name, 8))];
  const table = simpleTable(header, [['LBR-ARCH-30', ...names.map(() => 'yes')]]);
  for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('a heading is as long as its underline', () => {
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (/^([~=-])\1{3,}$/.test(line) && lines[index - 1] !== '') expect(line.length).toBe(lines[index - 1].length);
  });
});
