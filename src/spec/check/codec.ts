/** Packs drafts into 32-bit words and back. `at` is the offset of the first word. */
export interface Codec<W> {
  pack(draft: W, out: Int32Array, at: number): void;
  unpack(words: Int32Array, at: number, draft: W): void;
  /**
   * Brings a draft back to the state `words`, given that it now equals the state `changed`: only the words that differ
   * are unpacked.
   */
  restore(words: Int32Array, at: number, draft: W, changed: Int32Array, changedAt: number): void;
  /**
   * Packs the draft as the n-th state of `out`, brings the draft back to the state `words`, and returns n + 1; or n where
   * the draft was in that state already.
   */
  append(draft: W, words: Int32Array, at: number, out: Int32Array, n: number): number;
  /** 32 bits, well spread. */
  hash(words: Int32Array, at: number): number;
  /**
   * Goes through `n` states that lie one after the other, and lists those that are not in `recent`, a cache of states by
   * hash: their places and their hashes. They then take the place of others in the cache. Returns how many there are.
   */
  sift(words: Int32Array, n: number, recent: Int32Array, places: Int32Array, hashes: Int32Array): number;
  /**
   * Enters those of the states `from` to `n` on the list that `sift` has made which are in no slot of a state table, each
   * with its parent. States are numbered from `counter[0]` on, which is brought up to date. Ends before a state that would get the
   * number `most`, and returns its place on the list, or `n`. Look-ups miss the processor's caches; all slots are touched
   * first, where the misses do not depend on each other and overlap.
   */
  enter(
    words: Int32Array,
    parents: Int32Array,
    from: number,
    n: number,
    places: Int32Array,
    hashes: Int32Array,
    slots: Int32Array,
    chunks: readonly Int32Array[],
    counter: Int32Array,
    most: number,
  ): number;
}

/** States lie in chunks of this many; entry `index` has its words and one more integer. */
export const CHUNK_BITS = 16;

/** Called in debug mode for a value that its field cannot hold; throws. */
export type Fail = (fieldIndex: number, value: unknown) => never;
