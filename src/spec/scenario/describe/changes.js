/** What differs between two states of a layout, in the words of `names`. */
export function changesBetween(layout, before, after, names) {
    const changes = [];
    walk(layout, before, after, '', []);
    return changes;
    function walk(part, from, to, path, indices) {
        switch (part.kind) {
            case 'uint': {
                const name = names[path];
                if (from !== to && name !== undefined)
                    changes.push({ what: name(indices), from: valueText(part, from), to: valueText(part, to) });
                return;
            }
            case 'array':
                for (let index = 0; index < part.length; index++) {
                    walk(part.item, from[index], to[index], `${path}.*`, [...indices, index]);
                }
                return;
            case 'record':
                for (const [field, item] of Object.entries(part.fields)) {
                    const next = path === '' ? field : `${path}.${field}`;
                    walk(item, from[field], to[field], next, indices);
                }
        }
    }
}
function valueText({ labels }, value) {
    return labels?.[Number(value)] ?? String(value);
}
