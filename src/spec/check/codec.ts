/** Packs drafts into 32-bit words and back. `at` is the offset of the first word. */
export interface Codec<W> {
  pack(draft: W, out: Int32Array, at: number): void;
  unpack(words: Int32Array, at: number, draft: W): void;
  /**
   * Brings a draft back to the state `words`, given that it now equals the state `changed`: only the words that differ
   * are unpacked.
   */
  restore(words: Int32Array, at: number, draft: W, changed: Int32Array, changedAt: number): void;
  /** 32 bits, well spread. */
  hash(words: Int32Array, at: number): number;
}

/** Called in debug mode for a value that its field cannot hold; throws. */
export type Fail = (fieldIndex: number, value: unknown) => never;
