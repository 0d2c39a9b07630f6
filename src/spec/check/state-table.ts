import { CHUNK_BITS, type Codec } from './codec.ts';

/** Chunks are never copied, so growth costs no peak of memory. */
const CHUNK_MASK = 2 ** CHUNK_BITS - 1;

/** How much the index grows: memory is cheap where it is small, and to enter all states again is not. */
const growthOf = (slots: number): number => (slots < 2 ** 21 ? 8 : slots < 2 ** 23 ? 4 : 2);

/** States in the cache of those that were asked for recently; small enough for the processor's own caches. */
const RECENT = 2 ** 13;

/** States that are entered together into a larger index; divides a chunk. */
const REBUILT = 256;

/** Slots of the index are at most this full. */
const MAX_LOAD = 0.7;

interface TableBounds {
  readonly maxStates: number;
  readonly maxBytes: number;
  /** Number of states to make room for at once. */
  readonly expected?: number | undefined;
}

/**
 * The set of states seen, in the order of insertion, exact: full keys, no hashing away. A state is known by its index.
 * Each entry carries one more integer, `parent`: the index of the state that led to it, or a negative number.
 *
 * States lie in chunks; an open-addressing index of state numbers finds them.
 */
export class StateTable {
  count = 0;
  /** Set when a state was refused. */
  bound: 'states' | 'memory' | undefined;
  readonly words: number;
  readonly #stride: number;
  readonly #hash: Codec<never>['hash'];
  readonly #sift: Codec<never>['sift'];
  readonly #enter: Codec<never>['enter'];
  readonly #maxStates: number;
  readonly #maxBytes: number;
  readonly #chunks: Int32Array[] = [];
  #slots: Int32Array;
  /** States that were asked for recently, all of them in the table. */
  #recent = new Int32Array(0);
  #places = new Int32Array(0);
  #hashes = new Int32Array(0);
  readonly #counter = new Int32Array(1);
  readonly #rebuilt = new Int32Array(REBUILT);
  /** Keeps the reads of `#place` from being optimized away. */
  protected touched = 0;
  #limit: number;

  constructor(
    { words, hash, sift, enter }: Pick<Codec<never>, 'hash' | 'sift' | 'enter'> & { readonly words: number },
    { maxStates, maxBytes, expected = 0 }: TableBounds,
  ) {
    this.words = words;
    this.#stride = words + 1;
    this.#hash = hash;
    this.#sift = sift;
    this.#enter = enter;
    this.#maxStates = maxStates;
    this.#maxBytes = maxBytes;
    this.#slots = new Int32Array(slotsFor(Math.min(expected, maxStates)));
    this.#limit = this.#fill(this.#slots.length);
  }

  /** The chunk that holds state `index`; its words start at `offset(index)`. */
  chunk(index: number): Int32Array {
    return this.#chunks[index >>> CHUNK_BITS];
  }

  offset(index: number): number {
    return (index & CHUNK_MASK) * this.#stride;
  }

  parent(index: number): number {
    return this.chunk(index)[this.offset(index) + this.words];
  }

  get bytes(): number {
    return this.#chunkBytes + this.#slots.byteLength;
  }

  get #chunkBytes(): number {
    return this.#chunks.length * this.#stride * 4 * 2 ** CHUNK_BITS;
  }

  /** Index of the state at `words[at]`, or -1. */
  find(words: Int32Array, at: number): number {
    const entry = this.#slots[this.#probe(words, at, this.#hash(words, at))];
    return entry === 0 ? -1 : (entry & (this.#slots.length - 1)) - 1;
  }

  /**
   * Inserts the states that lie one after the other in `words`, with their parents. States already known keep their
   * index and parent. Returns the number of states taken; it is less than `n` when a bound was reached.
   */
  insertBatch(words: Int32Array, parents: Int32Array, n: number): number {
    if (this.bound !== undefined) return 0;
    if (this.#places.length < n) {
      this.#places = new Int32Array(n);
      this.#hashes = new Int32Array(n);
    }
    if (this.#recent.length === 0 && n > 0) {
      if (this.insert(words, 0, parents[0]) < 0) return 0;
      // Every place begins with a state that is known.
      this.#recent = new Int32Array(RECENT * this.words);
      for (let i = 0; i < this.#recent.length; i++) this.#recent[i] = words[i % this.words];
    }
    const places = this.#places;
    const hashes = this.#hashes;
    // Actions that commute lead to the same states in a short time: a third of the states is met here again.
    const sifted = this.#sift(words, n, this.#recent, places, hashes);
    const counter = this.#counter;
    for (let k = 0; ;) {
      counter[0] = this.count;
      const most = Math.min(this.#limit, this.#chunks.length << CHUNK_BITS);
      k = this.#enter(words, parents, k, sifted, places, hashes, this.#slots, this.#chunks, counter, most);
      this.count = counter[0];
      if (k === sifted) return n;
      if (!this.#makeRoom()) return places[k];
    }
  }

  /** Index of the state at `words[at]`; it is new when the index is the former `count`. -1 when a bound was reached. */
  insert(words: Int32Array, at: number, parent: number): number {
    return this.#insert(words, at, this.#hash(words, at), parent);
  }

  #insert(words: Int32Array, at: number, hash: number, parent: number): number {
    let slot = this.#probe(words, at, hash);
    const known = this.#slots[slot];
    if (known !== 0) return (known & (this.#slots.length - 1)) - 1;
    if (!this.#makeRoom()) return -1;
    slot = this.#probe(words, at, hash);
    const index = this.count++;
    this.#slots[slot] = (hash & -this.#slots.length) | (index + 1);
    const chunk = this.#chunks[index >>> CHUNK_BITS];
    const offset = this.offset(index);
    for (let word = 0; word < this.words; word++) chunk[offset + word] = words[at + word];
    chunk[offset + this.words] = parent;
    return index;
  }

  /** The slot of the state at `words[at]`, or the empty slot where it belongs. */
  #probe(words: Int32Array, at: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const chunks = this.#chunks;
    const width = this.words;
    const stride = this.#stride;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot];
      if (entry === 0) return slot;
      if (((entry ^ hash) & ~mask) !== 0) continue;
      const index = (entry & mask) - 1;
      const chunk = chunks[index >>> CHUNK_BITS];
      const offset = (index & CHUNK_MASK) * stride;
      let word = 0;
      while (word < width && chunk[offset + word] === words[at + word]) word++;
      if (word === width) return slot;
    }
  }

  /** For one state more. False, with `bound` set, where none may be stored. */
  #makeRoom(): boolean {
    if (this.count >= this.#limit && !this.#grow()) return false;
    return this.count < this.#chunks.length << CHUNK_BITS || this.#addChunk();
  }

  #grow(): boolean {
    if (this.count >= this.#maxStates) return this.#refuse('states');
    let growth = growthOf(this.#slots.length);
    // While the index is rebuilt the old one is garbage already: the keys are in the chunks.
    const fits = () => this.#chunkBytes + this.#slots.length * growth * 4 <= this.#maxBytes;
    while (growth > 2 && !fits()) growth /= 2;
    if (!fits()) return this.#refuse('memory');
    const size = this.#slots.length * growth;
    const slots = allocate(size);
    if (slots === undefined) return this.#refuse('memory');
    for (let first = 0; first < this.count; first += REBUILT) this.#place(slots, first);
    this.#slots = slots;
    this.#limit = this.#fill(size);
    return true;
  }

  /** Enters up to REBUILT states of one chunk, from `first` on, into a new index; touched first, as in a batch. */
  #place(slots: Int32Array, first: number): void {
    const mask = slots.length - 1;
    const chunk = this.#chunks[first >>> CHUNK_BITS];
    const hashes = this.#rebuilt;
    const n = Math.min(REBUILT, this.count - first);
    const stride = this.#stride;
    let touched = 0;
    for (let k = 0, at = this.offset(first); k < n; k++, at += stride) {
      const hash = this.#hash(chunk, at);
      hashes[k] = hash;
      touched ^= slots[hash & mask];
    }
    this.touched = touched;
    for (let k = 0; k < n; k++) {
      const hash = hashes[k];
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (first + k + 1);
    }
  }

  #addChunk(): boolean {
    const size = this.#stride << CHUNK_BITS;
    if (this.bytes + size * 4 > this.#maxBytes) return this.#refuse('memory');
    const chunk = allocate(size);
    if (chunk === undefined) return this.#refuse('memory');
    this.#chunks.push(chunk);
    return true;
  }

  #refuse(bound: 'states' | 'memory'): false {
    this.bound = bound;
    return false;
  }

  #fill(slots: number): number {
    return Math.min(this.#maxStates, Math.floor(slots * MAX_LOAD));
  }
}

/** Undefined where the platform has no such memory. */
function allocate(length: number): Int32Array | undefined {
  try {
    return new Int32Array(length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function slotsFor(states: number): number {
  return 2 ** Math.max(12, Math.ceil(Math.log2(states / MAX_LOAD + 1)));
}
