/**
 * The same packing as `emitLayout`, by loops over a table: for pages whose Content-Security-Policy refuses generated
 * code. Several times slower.
 */
export function closureCodec(shape, debug, fail) {
    const { parents, keys, slots } = flatten(shape);
    const containers = Array.from({ length: parents.length });
    const locate = (draft) => {
        containers[0] = draft;
        for (let i = 1; i < parents.length; i++)
            containers[i] = containers[parents[i]][keys[i]];
    };
    function unpackWord(word, value) {
        for (const slot of slots) {
            if (slot.word === word)
                containers[slot.container][slot.key] = (value >>> slot.shift) & slot.mask;
        }
    }
    return {
        pack(draft, out, at) {
            locate(draft);
            for (let word = 0; word < shape.words; word++)
                out[at + word] = 0;
            for (let i = 0; i < slots.length; i++) {
                const slot = slots[i];
                const value = containers[slot.container][slot.key];
                if (debug && !(value >= 0 && value <= slot.max && (value | 0) === value))
                    fail(i, value);
                out[at + slot.word] |= value << slot.shift;
            }
        },
        unpack(words, at, draft) {
            locate(draft);
            for (let word = 0; word < shape.words; word++)
                unpackWord(word, words[at + word]);
        },
        restore(words, at, draft, changed, changedAt) {
            locate(draft);
            for (let word = 0; word < shape.words; word++) {
                if (words[at + word] !== changed[changedAt + word])
                    unpackWord(word, words[at + word]);
            }
        },
        hash(words, at) {
            let h = shape.words;
            for (let word = 0; word < shape.words; word++) {
                h = Math.imul(h ^ words[at + word], 0x9e3779b1);
                h ^= h >>> 15;
            }
            h = Math.imul(h, 0x85ebca6b);
            return h ^ (h >>> 13);
        },
    };
}
/** The records and arrays of a draft, parents first, and for each field its container. */
function flatten(shape) {
    const index = new Map([['[]', 0]]);
    const parents = [0];
    const keys = [''];
    const containerOf = (path) => {
        const known = index.get(JSON.stringify(path));
        if (known !== undefined)
            return known;
        const parent = containerOf(path.slice(0, -1));
        index.set(JSON.stringify(path), parents.length);
        keys.push(path[path.length - 1]);
        return parents.push(parent) - 1;
    };
    const slots = shape.fields.map(({ path, word, shift, bits, max }) => ({
        container: containerOf(path.slice(0, -1)),
        key: path[path.length - 1],
        word,
        shift,
        mask: 2 ** bits - 1,
        max,
    }));
    return { parents, keys, slots };
}
