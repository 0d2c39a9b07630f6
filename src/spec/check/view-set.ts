import { fieldsNamed } from './changed.ts';
import type { Field, PackedShape } from './fields.ts';

/** Slots at first and at most; a power of two. They are at most half full. */
const FIRST_SLOTS = 2 ** 10;
const MOST_SLOTS = 2 ** 17;

/**
 * What was found out about a state, by what a view leaves of it: a number for each set of states that differ in ignored
 * fields only. Exact. A set that is full forgets everything, so a view may be unknown again.
 */
export class ViewSet {
  /** Words of a state of which the view sees something, and the mask of each. */
  readonly places: readonly number[];
  readonly masks: readonly number[];
  /** Per slot the words of a view and, from 1, what was noted; 0 is an empty slot. `emitFind` reads it as well. */
  slots = new Int32Array(0);
  /** Number of slots less 1. */
  mask = 0;
  #free = 0;
  readonly #view: Int32Array;

  private constructor(masks: Int32Array) {
    this.places = [...masks.keys()].filter((word) => masks[word] !== 0);
    this.masks = this.places.map((word) => masks[word]);
    this.#view = new Int32Array(this.places.length);
    this.forget();
  }

  /** Undefined where nothing is ignored that takes part in a state. */
  static of(shape: PackedShape, ignored: readonly string[]): ViewSet | undefined {
    const all = maskOf(shape.fields, shape.words);
    const hidden = maskOf(fieldsNamed(shape, ignored), shape.words);
    return hidden.every((mask) => mask === 0) ? undefined : new ViewSet(all.map((mask, word) => mask & ~hidden[word]));
  }

  /** What was noted of the state at `words[at]`, or -1. */
  find(words: Int32Array, at: number): number {
    const view = this.#viewOf(words, at);
    return this.slots[this.#probe(view, 0) + view.length] - 1;
  }

  /** Notes a number from 0 on of the state at `words[at]`, of which nothing is noted. */
  note(words: Int32Array, at: number, value: number): void {
    this.#enter(this.#viewOf(words, at), 0, value + 1);
    if (--this.#free === 0) this.#grow();
  }

  /** Lets go of everything, and of its memory. */
  forget(): void {
    this.#make(FIRST_SLOTS);
  }

  #make(slots: number): void {
    this.slots = new Int32Array(slots * (this.places.length + 1));
    this.mask = slots - 1;
    this.#free = slots / 2;
  }

  #grow(): void {
    const { slots: old, mask } = this;
    const stride = this.places.length + 1;
    this.#make(Math.min((mask + 1) * 4, MOST_SLOTS));
    if (mask + 1 === MOST_SLOTS) return;
    for (let at = 0; at < old.length; at += stride) {
      if (old[at + stride - 1] === 0) continue;
      this.#enter(old, at, old[at + stride - 1]);
      this.#free--;
    }
  }

  #viewOf(words: Int32Array, at: number): Int32Array {
    const view = this.#view;
    for (let i = 0; i < view.length; i++) view[i] = words[at + this.places[i]] & this.masks[i];
    return view;
  }

  /** Puts the view at `views[at]` into its slot. */
  #enter(views: Int32Array, at: number, entry: number): void {
    const { slots } = this;
    const width = this.places.length;
    const to = this.#probe(views, at);
    for (let i = 0; i < width; i++) slots[to + i] = views[at + i];
    slots[to + width] = entry;
  }

  /** Where the slot of the view at `views[at]` begins, or the empty slot where it belongs. */
  #probe(views: Int32Array, at: number): number {
    const { slots, mask } = this;
    const width = this.places.length;
    let h = width;
    for (let i = 0; i < width; i++) {
      h = Math.imul(h ^ views[at + i], 0x9e3779b1);
      h ^= h >>> 15;
    }
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const to = slot * (width + 1);
      if (slots[to + width] === 0) return to;
      let i = 0;
      while (i < width && slots[to + i] === views[at + i]) i++;
      if (i === width) return to;
    }
  }
}

/**
 * Source text of a function of this name, `(words, at)`: what was noted in the set of the variable `set` of the state at
 * `words[at]`, or -1.
 */
export function emitFind(name: string, set: string, { places, masks }: Pick<ViewSet, 'places' | 'masks'>): string {
  const width = places.length;
  const isView = places.map((_, i) => `slots[slot + ${i}] === v${i}`).join(' && ');
  return [
    `function ${name}(words, at) {`,
    ...places.map((word, i) => `const v${i} = words[at + ${word}] & ${masks[i]};`),
    `let h = ${width};`,
    ...places.map((_, i) => `h = Math.imul(h ^ v${i}, 0x9e3779b1); h ^= h >>> 15;`),
    `const slots = ${set}.slots, mask = ${set}.mask;`,
    'for (let i = h & mask; ; i = (i + 1) & mask) {',
    `const slot = i * ${width + 1};`,
    `const noted = slots[slot + ${width}];`,
    'if (noted === 0) return -1;',
    `if (${isView || 'true'}) return noted - 1;`,
    '}',
    '}',
  ].join('\n');
}

function maskOf(fields: readonly Field[], words: number): Int32Array {
  const masks = new Int32Array(words);
  for (const { word, shift, bits } of fields) if (bits > 0) masks[word] |= (-1 >>> (32 - bits)) << shift;
  return masks;
}
