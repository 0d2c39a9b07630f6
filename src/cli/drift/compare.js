import { anchorKey, treeOf } from './anchors.ts';
import { definitionOf } from './definition.ts';
import { normalizeC } from './normalize.ts';
export function compareAnchor(anchor, recorded, tree, sha256) {
    const known = recorded.anchors[anchorKey(anchor)] ?? {};
    const reviewed = known[treeOf(anchor.version)];
    const hash = hashOf(anchor.symbol, tree.read(anchor.file), sha256);
    if (hash === undefined)
        return lost(anchor, reviewed, tree, sha256);
    if (reviewed === undefined) {
        const trees = Object.keys(known).filter((name) => known[name] === hash);
        const detail = trees.length > 0 ? `same as in ${trees.join(', ')}` : 'unlike every recorded tree that has it';
        return { anchor, state: 'unrecorded', detail };
    }
    return { anchor, state: hash === reviewed ? 'same' : 'changed', detail: '' };
}
function lost(anchor, reviewed, tree, sha256) {
    for (const file of tree.candidates(anchor.symbol)) {
        const hash = hashOf(anchor.symbol, tree.read(file), sha256);
        if (hash === undefined)
            continue;
        return { anchor, state: 'moved', detail: `now in ${file}${hash === reviewed ? ', unchanged' : ''}` };
    }
    return { anchor, state: 'gone', detail: '' };
}
/** The hash of a definition as it is recorded, or undefined where the file or the definition is missing. */
export function hashOf(symbol, file, sha256) {
    const definition = file === undefined ? undefined : definitionOf(symbol, file);
    return definition === undefined ? undefined : sha256(normalizeC(definition));
}
