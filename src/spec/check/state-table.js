/** States per chunk: 2^16. Chunks are never copied, so growth costs no peak of memory. */
const CHUNK_BITS = 16;
const CHUNK_MASK = 2 ** CHUNK_BITS - 1;
/** Slots of the index are at most this full. */
const MAX_LOAD = 0.7;
/**
 * The set of states seen, in the order of insertion, exact: full keys, no hashing away. A state is known by its index.
 * Each entry carries one more integer, `parent`: the index of the state that led to it, or a negative number.
 *
 * States lie in chunks; an open-addressing index of state numbers finds them.
 */
export class StateTable {
    count = 0;
    /** Set when a state was refused. */
    bound;
    words;
    #stride;
    #hash;
    #maxStates;
    #maxBytes;
    #chunks = [];
    #slots;
    #hashes = new Int32Array(0);
    /** Keeps the reads of `#warm` from being optimized away. */
    touched = 0;
    #limit;
    constructor(words, hash, { maxStates, maxBytes, expected = 0 }) {
        this.words = words;
        this.#stride = words + 1;
        this.#hash = hash;
        this.#maxStates = maxStates;
        this.#maxBytes = maxBytes;
        this.#slots = new Int32Array(slotsFor(Math.min(expected, maxStates)));
        this.#limit = this.#fill(this.#slots.length);
    }
    /** The chunk that holds state `index`; its words start at `offset(index)`. */
    chunk(index) {
        return this.#chunks[index >>> CHUNK_BITS];
    }
    offset(index) {
        return (index & CHUNK_MASK) * this.#stride;
    }
    parent(index) {
        return this.chunk(index)[this.offset(index) + this.words];
    }
    get bytes() {
        return this.#chunkBytes + this.#slots.byteLength;
    }
    get #chunkBytes() {
        return this.#chunks.length * this.#stride * 4 * 2 ** CHUNK_BITS;
    }
    /** Index of the state at `words[at]`, or -1. */
    find(words, at) {
        const entry = this.#slots[this.#probe(words, at, this.#hash(words, at))];
        return entry === 0 ? -1 : (entry & (this.#slots.length - 1)) - 1;
    }
    /**
     * Inserts the states that lie one after the other in `words`, with their parents. States already known keep their
     * index and parent. Answers the number of states taken; it is less than `n` when a bound was reached.
     */
    insertBatch(words, parents, n) {
        if (this.#hashes.length < n)
            this.#hashes = new Int32Array(n);
        this.touched = this.#warm(words, n);
        const hashes = this.#hashes;
        for (let i = 0; i < n; i++)
            if (this.#insert(words, i * this.words, hashes[i], parents[i]) < 0)
                return i;
        return n;
    }
    /** Index of the state at `words[at]`; it is new when the index is the former `count`. -1 when a bound was reached. */
    insert(words, at, parent) {
        return this.#insert(words, at, this.#hash(words, at), parent);
    }
    /**
     * Touches the memory that a batch is going to need. Look-ups miss the processor's caches; here the misses do not
     * depend on each other, so they overlap, and the look-ups that follow find everything at hand.
     */
    #warm(words, n) {
        const slots = this.#slots;
        const mask = slots.length - 1;
        const hashes = this.#hashes;
        const hash = this.#hash;
        const width = this.words;
        let touched = 0;
        for (let i = 0; i < n; i++) {
            const h = hash(words, i * width);
            hashes[i] = h;
            touched ^= slots[h & mask];
        }
        const chunks = this.#chunks;
        const stride = this.#stride;
        for (let i = 0; i < n; i++) {
            const h = hashes[i];
            let slot = h & mask;
            let entry = slots[slot];
            while (entry !== 0 && ((entry ^ h) & ~mask) !== 0) {
                slot = (slot + 1) & mask;
                entry = slots[slot];
            }
            if (entry === 0)
                continue;
            const index = (entry & mask) - 1;
            touched ^= chunks[index >>> CHUNK_BITS][(index & CHUNK_MASK) * stride];
        }
        return touched;
    }
    #insert(words, at, hash, parent) {
        let slot = this.#probe(words, at, hash);
        const known = this.#slots[slot];
        if (known !== 0)
            return (known & (this.#slots.length - 1)) - 1;
        if (this.count >= this.#limit) {
            if (!this.#grow())
                return -1;
            slot = this.#probe(words, at, hash);
        }
        if ((this.count & CHUNK_MASK) === 0 && !this.#addChunk())
            return -1;
        const index = this.count++;
        this.#slots[slot] = (hash & -this.#slots.length) | (index + 1);
        const chunk = this.#chunks[index >>> CHUNK_BITS];
        const offset = this.offset(index);
        for (let word = 0; word < this.words; word++)
            chunk[offset + word] = words[at + word];
        chunk[offset + this.words] = parent;
        return index;
    }
    /** The slot of the state at `words[at]`, or the empty slot where it belongs. */
    #probe(words, at, hash) {
        const slots = this.#slots;
        const mask = slots.length - 1;
        const chunks = this.#chunks;
        const width = this.words;
        const stride = this.#stride;
        for (let slot = hash & mask;; slot = (slot + 1) & mask) {
            const entry = slots[slot];
            if (entry === 0)
                return slot;
            if (((entry ^ hash) & ~mask) !== 0)
                continue;
            const index = (entry & mask) - 1;
            const chunk = chunks[index >>> CHUNK_BITS];
            const offset = (index & CHUNK_MASK) * stride;
            let word = 0;
            while (word < width && chunk[offset + word] === words[at + word])
                word++;
            if (word === width)
                return slot;
        }
    }
    /** False, with `bound` set, where no more states may be stored. */
    #grow() {
        if (this.count >= this.#maxStates)
            return this.#refuse('states');
        const size = this.#slots.length * 2;
        // While the index is rebuilt the old one is garbage already: the keys are in the chunks.
        if (this.#chunkBytes + size * 4 > this.#maxBytes)
            return this.#refuse('memory');
        const slots = allocate(size);
        if (slots === undefined)
            return this.#refuse('memory');
        const mask = size - 1;
        for (let index = 0; index < this.count; index++) {
            const hash = this.#hash(this.chunk(index), this.offset(index));
            let slot = hash & mask;
            while (slots[slot] !== 0)
                slot = (slot + 1) & mask;
            slots[slot] = (hash & ~mask) | (index + 1);
        }
        this.#slots = slots;
        this.#limit = this.#fill(size);
        return true;
    }
    #addChunk() {
        const size = this.#stride << CHUNK_BITS;
        if (this.bytes + size * 4 > this.#maxBytes)
            return this.#refuse('memory');
        const chunk = allocate(size);
        if (chunk === undefined)
            return this.#refuse('memory');
        this.#chunks.push(chunk);
        return true;
    }
    #refuse(bound) {
        this.bound = bound;
        return false;
    }
    #fill(slots) {
        return Math.min(this.#maxStates, Math.floor(slots * MAX_LOAD));
    }
}
/** Undefined where the platform has no such memory. */
function allocate(length) {
    try {
        return new Int32Array(length);
    }
    catch (error) {
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}
function slotsFor(states) {
    return 2 ** Math.max(12, Math.ceil(Math.log2(states / MAX_LOAD + 1)));
}
