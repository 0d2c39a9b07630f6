/**
 * How the state of a model is declared: a tree of records, arrays and small unsigned integers.
 * The declaration is the single source for the draft object that actions change, for its packed form, and for the
 * names that traces and pages print.
 */
export type Layout = UintLayout | ArrayLayout | RecordLayout;

/** An integer in 0..max. `labels`, where given, name the values 0, 1, 2, ... for readers. */
export interface UintLayout {
  readonly kind: 'uint';
  readonly max: number;
  readonly labels?: readonly string[];
}

export interface ArrayLayout<Item extends Layout = Layout> {
  readonly kind: 'array';
  readonly length: number;
  readonly item: Item;
}

export interface RecordLayout<
  Fields extends { readonly [name: string]: Layout } = { readonly [name: string]: Layout },
> {
  readonly kind: 'record';
  readonly fields: Fields;
}

/** The mutable draft that a layout describes: numbers in plain records and arrays. */
export type DraftOf<L> = L extends UintLayout
  ? number
  : L extends ArrayLayout<infer Item>
    ? DraftOf<Item>[]
    : L extends RecordLayout<infer Fields>
      ? { -readonly [Name in keyof Fields]: DraftOf<Fields[Name]> }
      : never;

/** An integer in 0..max, `max` at most 2^20 - 1. */
export function uint(max: number): UintLayout {
  if (!Number.isInteger(max) || max < 0 || max > 0xfffff) throw new RangeError(`uint(${max}): expected 0..1048575`);
  return { kind: 'uint', max };
}

/** A bit: 0 or 1. */
export function flag(): UintLayout {
  return { kind: 'uint', max: 1 };
}

/** One of the given names; the stored value is the index of the name. */
export function oneOf(...labels: readonly string[]): UintLayout {
  if (labels.length === 0) throw new RangeError('oneOf(): expected at least one label');
  return { kind: 'uint', max: labels.length - 1, labels };
}

export function array<Item extends Layout>(length: number, item: Item): ArrayLayout<Item> {
  return { kind: 'array', length, item };
}

export function record<Fields extends { readonly [name: string]: Layout }>(fields: Fields): RecordLayout<Fields> {
  return { kind: 'record', fields };
}

/** A draft with every integer 0. */
export function createDraft<L extends Layout>(layout: L): DraftOf<L> {
  let text = zeros.get(layout);
  if (text === undefined) zeros.set(layout, (text = JSON.stringify(zero(layout))));
  return JSON.parse(text) as DraftOf<L>;
}

/** The text of the zero draft of each layout: telling a run makes a draft per step and more. */
const zeros = new WeakMap<Layout, string>();

/**
 * A deep copy of plain data, through JSON: engines give parsed objects the compact form of literals, and the same form to
 * all that have the same keys. A search runs nearly twice as fast, and the next one finds its code compiled.
 */
export function compactCopy<T>(data: T): T {
  return JSON.parse(JSON.stringify(data)) as T;
}

function zero(layout: Layout): unknown {
  switch (layout.kind) {
    case 'uint':
      return 0;
    case 'array':
      return Array.from({ length: layout.length }, () => zero(layout.item));
    case 'record':
      return Object.fromEntries(Object.entries(layout.fields).map(([name, field]) => [name, zero(field)]));
  }
}
