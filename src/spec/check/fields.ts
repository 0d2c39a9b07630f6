import type { Layout } from '../kit/layout.ts';

/** One integer of a layout, and where it sits in the packed form. */
export interface Field {
  /** As written in source: `vcpu[0].pc`. */
  readonly name: string;
  /** Keys from the root of the draft. */
  readonly path: readonly (string | number)[];
  readonly max: number;
  readonly labels?: readonly string[];
  /** Index of the 32-bit word. */
  readonly word: number;
  /** Position of its lowest bit in the word. */
  readonly shift: number;
  /** Number of bits; 0 for a field that can only be 0. */
  readonly bits: number;
}

export interface PackedShape {
  readonly fields: readonly Field[];
  /** 32-bit words per state, at least 1. */
  readonly words: number;
}

/**
 * Places the integers of a layout into 32-bit words, in the order of declaration, each into the first word with room.
 * No field straddles two words.
 */
export function placeFields(layout: Layout): PackedShape {
  const used: number[] = [0];
  const fields: Field[] = [];
  for (const { path, max, labels } of integers(layout, [])) {
    const bits = max === 0 ? 0 : 32 - Math.clz32(max);
    let word = used.findIndex((taken) => taken + bits <= 32);
    if (word < 0) word = used.push(0) - 1;
    const shift = bits === 0 ? 0 : used[word];
    used[word] += bits;
    fields.push({ name: fieldName(path), path, max, ...(labels ? { labels } : {}), word, shift, bits });
  }
  return { fields, words: used.length };
}

interface Integer {
  readonly path: readonly (string | number)[];
  readonly max: number;
  readonly labels?: readonly string[] | undefined;
}

function integers(layout: Layout, path: readonly (string | number)[]): Integer[] {
  switch (layout.kind) {
    case 'uint':
      return [{ path, max: layout.max, labels: layout.labels }];
    case 'array':
      return Array.from({ length: layout.length }, (_, index) => integers(layout.item, [...path, index])).flat();
    case 'record':
      return Object.entries(layout.fields).flatMap(([name, field]) => integers(field, [...path, name]));
  }
}

function fieldName(path: readonly (string | number)[]): string {
  return path.map((key, depth) => (typeof key === 'number' ? `[${key}]` : depth === 0 ? key : `.${key}`)).join('');
}
