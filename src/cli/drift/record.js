import { anchorKey, treeOf } from './anchors.ts';
import { hashOf } from './compare.ts';
/** The record with the hashes of one tree, of `version` `6.1.192` say, entered; anchors that no rule uses are dropped. */
export function recordTree(recorded, anchors, tree, version, sha256) {
    const name = treeOf(`v${version}`);
    const trees = sorted({ ...recorded.trees, [name]: version });
    const entries = anchors.map((anchor) => {
        const key = anchorKey(anchor);
        const hash = hashOf(anchor.symbol, tree.read(anchor.file), sha256) ?? 'absent';
        return [key, sorted({ ...recorded.anchors[key], [name]: hash })];
    });
    return { format: 'lbr-anchors/1', trees, anchors: sorted(Object.fromEntries(entries)) };
}
/** `v6.2` before `v6.12`. */
function sorted(record) {
    const keys = Object.keys(record).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    return Object.fromEntries(keys.map((key) => [key, record[key]]));
}
/** Anchors whose reviewed tree does not have what the rule says was read there. */
export function misplaced(recorded, anchors) {
    return anchors
        .filter((anchor) => recorded.anchors[anchorKey(anchor)]?.[treeOf(anchor.version)] === 'absent')
        .map(({ file, symbol, version, rules }) => `${file} of ${version} does not define ${symbol} (${rules.join(', ')})`);
}
