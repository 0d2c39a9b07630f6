/** A set of states by number: one bit each. */
export class StateSet {
  #bits = new Int32Array(1024);

  add(state: number): void {
    const word = state >>> 5;
    if (word >= this.#bits.length) this.#grow(word + 1);
    this.#bits[word] |= 1 << (state & 31);
  }

  /** The first state of the set from `from` on, or -1. */
  next(from: number): number {
    let word = from >>> 5;
    let bits = word < this.#bits.length ? this.#bits[word] & (-1 << (from & 31)) : 0;
    while (bits === 0) {
      if (++word >= this.#bits.length) return -1;
      bits = this.#bits[word];
    }
    // The lowest bit that is set.
    return word * 32 + 31 - Math.clz32(bits & -bits);
  }

  #grow(words: number): void {
    const larger = new Int32Array(Math.max(words, this.#bits.length * 2));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
