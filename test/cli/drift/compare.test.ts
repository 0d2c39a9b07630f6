import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { anchorsOf, type RecordedAnchors } from '../../../src/cli/drift/anchors.ts';
import { compareAnchor, isNew, type Tree } from '../../../src/cli/drift/compare.ts';
import { misplaced, recordTree } from '../../../src/cli/drift/record.ts';
import { ruleId } from '../../../src/spec/kit/rule.ts';
import { kernel, mail } from '../../../src/spec/kit/source.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const treeOfFiles = (files: Readonly<Record<string, string>>): Tree => ({
  read: (file) => files[file],
  candidates: (symbol) => Object.keys(files).filter((file) => files[file].includes(symbol)),
});

const rules = [
  { id: ruleId('LBR-OWN-1'), sources: [kernel('a.c', 'first', 'v7.3.4', 'read'), mail('x@y', 'A', '2023', 'said')] },
  {
    id: ruleId('LBR-OWN-2'),
    sources: [kernel('a.c', 'first', 'v7.3.4', 'read'), kernel('a.c', 'old', 'v6.2', 'read')],
  },
];
const anchors = anchorsOf(rules);
const reviewed = treeOfFiles({ 'a.c': 'int first(void)\n{\n\treturn 1;\n}\n\nint old(void)\n{\n\treturn 2;\n}\n' });
const empty: RecordedAnchors = { format: 'lbr-anchors/1', trees: {}, anchors: {} };
const recorded = recordTree(empty, anchors, reviewed, '7.3.4', sha256);
const drift = (tree: Tree): string[] =>
  anchors.map((anchor) => {
    const drift = compareAnchor(anchor, recorded, tree, sha256);
    const { state, detail, asIn } = drift;
    return `${anchor.symbol} ${state} ${detail}[${asIn.join()}]${isNew(drift) ? ' new' : ''}`;
  });

test('an anchor that two rules share is one anchor', () => {
  expect(anchors).toEqual([
    { file: 'a.c', symbol: 'first', version: 'v7.3.4', rules: ['LBR-OWN-1', 'LBR-OWN-2'] },
    { file: 'a.c', symbol: 'old', version: 'v6.2', rules: ['LBR-OWN-2'] },
  ]);
});

test('the record holds hashes and versions, and no code', () => {
  expect(recorded.trees).toEqual({ 'v7.3': '7.3.4' });
  expect(JSON.stringify(recorded)).not.toContain('return');
  expect(misplaced(recorded, anchors)).toEqual([]);
});

describe('compareAnchor', () => {
  test('the reviewed tree is the same as itself; a version that was not recorded says what it is like', () => {
    expect(drift(reviewed)).toEqual(['first same [v7.3]', 'old unrecorded [v7.3]']);
  });

  test('layout and comments are no drift', () => {
    const reflowed = {
      'a.c': 'int first(void)\n{\n\t/* one */\n\treturn\n\t1;\n}\nint old(void)\n{\n\treturn 2;\n}\n',
    };
    expect(drift(treeOfFiles(reflowed))[0]).toBe('first same [v7.3]');
  });

  test('another text is', () => {
    const edited = { 'a.c': 'int first(void)\n{\n\treturn 3;\n}\nint old(void)\n{\n\treturn 4;\n}\n' };
    expect(drift(treeOfFiles(edited))).toEqual(['first changed [] new', 'old unrecorded [] new']);
  });

  test('moved and gone', () => {
    const moved = { 'b.c': 'int first(void)\n{\n\treturn 1;\n}\n', 'c.c': 'x = old(1);' };
    expect(drift(treeOfFiles(moved))).toEqual(['first moved now in b.c, unchanged[] new', 'old gone [] new']);
  });
});

test('an anchor that its own reviewed tree lacks is found when it is recorded', () => {
  const wrong = anchorsOf([{ id: ruleId('LBR-OWN-3'), sources: [kernel('a.c', 'absent', 'v7.3', 'read')] }]);
  const record = recordTree(recorded, wrong, reviewed, '7.3.4', sha256);
  expect(misplaced(record, wrong)).toEqual(['a.c of v7.3 does not define absent (LBR-OWN-3)']);
});

test('what another reviewed tree has in that place needs no second look: another text, another file, or nothing', () => {
  const next = treeOfFiles({ 'b.c': 'int first(void)\n{\n\treturn 9;\n}\n' });
  const both = recordTree(recorded, anchors, next, '7.4.0', sha256);
  const drifts = anchors.map((anchor) => compareAnchor(anchor, both, next, sha256));
  expect(drifts.map(({ state, asIn }) => `${state} ${asIn.join()}`)).toEqual(['moved v7.4', 'gone v7.4']);
  expect(drifts.some(isNew)).toBe(false);
  const edited = treeOfFiles({ 'b.c': 'int first(void)\n{\n\treturn 10;\n}\n' });
  expect(anchors.map((anchor) => isNew(compareAnchor(anchor, both, edited, sha256)))).toEqual([true, false]);
});
