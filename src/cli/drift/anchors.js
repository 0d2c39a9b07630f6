export const anchorKey = ({ file, symbol }) => `${file}:${symbol}`;
/** `v7.3.4` was reviewed in the tree recorded as `v7.3`. */
export const treeOf = (version) => /^v\d+\.\d+/.exec(version)?.[0] ?? version;
/** Every kernel source of every rule, each place and version once, in order of file and symbol. */
export function anchorsOf(rules) {
    const anchors = new Map();
    for (const { id, sources } of rules) {
        for (const source of sources) {
            if (source.kind !== 'kernel')
                continue;
            const { file, symbol, version } = source;
            const key = `${anchorKey(source)} ${version}`;
            const relying = anchors.get(key)?.rules ?? [];
            anchors.set(key, { file, symbol, version, rules: relying.includes(id) ? relying : [...relying, id] });
        }
    }
    return [...anchors.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, anchor]) => anchor);
}
