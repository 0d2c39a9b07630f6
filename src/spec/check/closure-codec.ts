import { CHUNK_BITS, type Codec, type Fail } from './codec.ts';
import type { PackedShape } from './fields.ts';

type Container = Record<string | number, unknown>;

interface Slot {
  readonly container: number;
  readonly key: string | number;
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  readonly max: number;
}

/**
 * The same packing as `emitLayout`, by loops over a table: for pages whose Content-Security-Policy refuses generated
 * code. Several times slower.
 */
export function closureCodec<W>(shape: PackedShape, debug: boolean, fail: Fail): Codec<W> {
  const { parents, keys, slots } = flatten(shape);
  const containers: Container[] = Array.from({ length: parents.length });
  const locate = (draft: W) => {
    containers[0] = draft as Container;
    for (let i = 1; i < parents.length; i++) containers[i] = containers[parents[i]][keys[i]] as Container;
  };

  function unpackWord(word: number, value: number) {
    for (const slot of slots) {
      if (slot.word === word) containers[slot.container][slot.key] = (value >>> slot.shift) & slot.mask;
    }
  }

  const { words: width } = shape;
  function hash(words: Int32Array, at: number): number {
    let h = width;
    for (let word = 0; word < width; word++) {
      h = Math.imul(h ^ words[at + word], 0x9e3779b1);
      h ^= h >>> 15;
    }
    h = Math.imul(h, 0x85ebca6b);
    return h ^ (h >>> 13);
  }

  const codec: Codec<W> = {
    pack(draft, out, at) {
      locate(draft);
      for (let word = 0; word < shape.words; word++) out[at + word] = 0;
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i];
        const value = containers[slot.container][slot.key] as number;
        if (debug && !(value >= 0 && value <= slot.max && (value | 0) === value)) fail(i, value);
        out[at + slot.word] |= value << slot.shift;
      }
    },
    unpack(words, at, draft) {
      locate(draft);
      for (let word = 0; word < shape.words; word++) unpackWord(word, words[at + word]);
    },
    restore(words, at, draft, changed, changedAt) {
      locate(draft);
      for (let word = 0; word < shape.words; word++) {
        if (words[at + word] !== changed[changedAt + word]) unpackWord(word, words[at + word]);
      }
    },
    append(draft, words, at, out, n) {
      codec.pack(draft, out, n * width);
      let word = 0;
      while (word < width && words[at + word] === out[n * width + word]) word++;
      if (word === width) return n;
      codec.restore(words, at, draft, out, n * width);
      return n + 1;
    },
    hash,
    sift(words, n, recent, places, hashes) {
      const mask = recent.length / width - 1;
      let count = 0;
      for (let i = 0; i < n; i++) {
        const h = hash(words, i * width);
        let word = 0;
        while (word < width && recent[(h & mask) * width + word] === words[i * width + word]) word++;
        if (word === width) continue;
        for (word = 0; word < width; word++) recent[(h & mask) * width + word] = words[i * width + word];
        places[count] = i;
        hashes[count++] = h;
      }
      return count;
    },
    enter(words, parents, from, n, places, hashes, slots, chunks, counter, most) {
      const mask = slots.length - 1;
      const isEntry = (entry: number, place: number): boolean => {
        const index = (entry & mask) - 1;
        const chunk = chunks[index >>> CHUNK_BITS];
        const at = (index & (2 ** CHUNK_BITS - 1)) * (width + 1);
        let word = 0;
        while (word < width && chunk[at + word] === words[place * width + word]) word++;
        return word === width;
      };
      for (let k = from; k < n; k++) {
        const h = hashes[k];
        let slot = h & mask;
        while (slots[slot] !== 0 && (((slots[slot] ^ h) & ~mask) !== 0 || !isEntry(slots[slot], places[k]))) {
          slot = (slot + 1) & mask;
        }
        if (slots[slot] !== 0) continue;
        const index = counter[0];
        if (index === most) return k;
        const chunk = chunks[index >>> CHUNK_BITS];
        const at = (index & (2 ** CHUNK_BITS - 1)) * (width + 1);
        for (let word = 0; word < width; word++) chunk[at + word] = words[places[k] * width + word];
        chunk[at + width] = parents[places[k]];
        slots[slot] = (h & ~mask) | ++counter[0];
      }
      return n;
    },
  };
  return codec;
}

/** The records and arrays of a draft, parents first, and for each field its container. */
function flatten(shape: PackedShape) {
  const index = new Map<string, number>([['[]', 0]]);
  const parents = [0];
  const keys: (string | number)[] = [''];
  const containerOf = (path: readonly (string | number)[]): number => {
    const known = index.get(JSON.stringify(path));
    if (known !== undefined) return known;
    const parent = containerOf(path.slice(0, -1));
    index.set(JSON.stringify(path), parents.length);
    keys.push(path[path.length - 1]);
    return parents.push(parent) - 1;
  };
  const slots: Slot[] = shape.fields.map(({ path, word, shift, bits, max }) => ({
    container: containerOf(path.slice(0, -1)),
    key: path[path.length - 1],
    word,
    shift,
    mask: 2 ** bits - 1,
    max,
  }));
  return { parents, keys, slots };
}
