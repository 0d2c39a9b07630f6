/**
 * Places the integers of a layout into 32-bit words, in the order of declaration, each into the first word with room.
 * No field straddles two words.
 */
export function placeFields(layout) {
    const used = [0];
    const fields = [];
    for (const { path, max, labels } of integers(layout, [])) {
        const bits = max === 0 ? 0 : 32 - Math.clz32(max);
        let word = used.findIndex((taken) => taken + bits <= 32);
        if (word < 0)
            word = used.push(0) - 1;
        const shift = bits === 0 ? 0 : used[word];
        used[word] += bits;
        fields.push({ name: fieldName(path), path, max, ...(labels ? { labels } : {}), word, shift, bits });
    }
    return { fields, words: used.length };
}
function integers(layout, path) {
    switch (layout.kind) {
        case 'uint':
            return [{ path, max: layout.max, labels: layout.labels }];
        case 'array':
            return Array.from({ length: layout.length }, (_, index) => integers(layout.item, [...path, index])).flat();
        case 'record':
            return Object.entries(layout.fields).flatMap(([name, field]) => integers(field, [...path, name]));
    }
}
function fieldName(path) {
    return path.map((key, depth) => (typeof key === 'number' ? `[${key}]` : depth === 0 ? key : `.${key}`)).join('');
}
