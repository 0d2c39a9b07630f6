const SLOTS = 512;
const COLON = 58;
const SPACE = 32;
/** Words kept per name: names of up to 30 bytes with the colon and the space after them. */
const WORDS = 8;
/** The place of a name is told by eight bytes, the colon and the space after it among them. */
const SHORTEST = 6;

/**
 * Names of events by what the text of the line holds, four bytes at a time. It knows what it was taught and returns -1
 * for the rest, so that a name is spelled out once and not once per line.
 */
export class QuickNames {
  readonly #ids = new Int16Array(SLOTS).fill(-1);
  /** Bytes of the name without colon and space. */
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #words = new Int32Array(SLOTS * WORDS);
  /** The bytes of the last word that belong to the name. */
  readonly #masks = new Int32Array(SLOTS);
  #size = 0;

  /** The slot of the name that starts at `at` and is followed by a colon and a space, or -1. */
  find(view: DataView, at: number): number {
    const first = view.getInt32(at, true);
    let slot = slotOf(first, view.getInt32(at + 4, true));
    while (this.#ids[slot] !== -1) {
      if (this.#words[slot * WORDS] === first && this.#equal(view, at, slot)) return slot;
      slot = (slot + 1) & (SLOTS - 1);
    }
    return -1;
  }

  /** The identity of the name in a slot. */
  id(slot: number): number {
    return this.#ids[slot];
  }

  /** Its length. */
  length(slot: number): number {
    return this.#lengths[slot];
  }

  /** Teaches a name in `bytes[from..to)` that `find` does not know. */
  learn(bytes: Uint8Array, from: number, to: number, id: number): void {
    const length = to - from;
    if (id < 0 || length < SHORTEST || length + 2 > WORDS * 4 || this.#size === SLOTS / 2) return;
    const text = new Uint8Array((WORDS + 1) * 4);
    text.set(bytes.subarray(from, to));
    text[length] = COLON;
    text[length + 1] = SPACE;
    const view = new DataView(text.buffer);
    let slot = slotOf(view.getInt32(0, true), view.getInt32(4, true));
    while (this.#ids[slot] !== -1) slot = (slot + 1) & (SLOTS - 1);
    this.#ids[slot] = id;
    this.#size++;
    this.#lengths[slot] = length;
    for (let word = 0; word < WORDS; word++) this.#words[slot * WORDS + word] = view.getInt32(word * 4, true);
    const left = (length + 2) & 3;
    this.#masks[slot] = left === 0 ? 0 : 2 ** (left * 8) - 1;
  }

  #equal(view: DataView, at: number, slot: number): boolean {
    const from = slot * WORDS;
    const whole = (this.#lengths[slot] + 2) >> 2;
    for (let word = 1; word < whole; word++) {
      if (this.#words[from + word] !== view.getInt32(at + word * 4, true)) return false;
    }
    const mask = this.#masks[slot];
    return mask === 0 || ((this.#words[from + whole] ^ view.getInt32(at + whole * 4, true)) & mask) === 0;
  }
}

function slotOf(first: number, second: number): number {
  return (Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0x9e3779b1) >>> 16) & (SLOTS - 1);
}
