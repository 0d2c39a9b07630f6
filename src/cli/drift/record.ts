import { anchorKey, treeOf, type Anchor, type RecordedAnchors } from './anchors.ts';
import { findAnchor, type Tree } from './compare.ts';

/** The record with the hashes of one tree, of `version` `6.1.192` say, entered; anchors that no rule uses are dropped. */
export function recordTree(
  recorded: RecordedAnchors,
  anchors: readonly Anchor[],
  tree: Tree,
  version: string,
  sha256: (text: string) => string,
): RecordedAnchors {
  const name = treeOf(`v${version}`);
  const trees = sorted({ ...recorded.trees, [name]: version });
  const entries = anchors.map((anchor) => {
    const key = anchorKey(anchor);
    const found = findAnchor(anchor, tree, sha256);
    return [key, sorted({ ...recorded.anchors[key], [name]: found })] as const;
  });
  return { format: 'lbr-anchors/1', trees, anchors: sorted(Object.fromEntries(entries)) };
}

/** `v6.2` before `v6.12`. */
function sorted<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  const keys = Object.keys(record).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}

/** Anchors whose reviewed tree does not have what the rule says was read there. */
export function misplaced(recorded: RecordedAnchors, anchors: readonly Anchor[]): string[] {
  return anchors
    .filter((anchor) => !/^[0-9a-f]+$/.test(recorded.anchors[anchorKey(anchor)]?.[treeOf(anchor.version)] ?? '0'))
    .map(({ file, symbol, version, rules }) => `${file} of ${version} does not define ${symbol} (${rules.join(', ')})`);
}
