import type { Layout } from '../kit/layout.ts';
import { CHUNK_BITS } from './codec.ts';
import { placeFields, type Field, type PackedShape } from './fields.ts';

/**
 * Source text of the packing functions of a layout: straight-line code without loops or look-ups. The text is the body
 * of a function whose parameter is `fail(fieldIndex, value)` and that returns a `Codec`; it is run by `new Function`
 * where that is allowed. With `module` it is an ES module of `export function createCodec(fail)`, for a build step.
 */
export function emitLayout(
  layout: Layout,
  options: { readonly debug?: boolean; readonly module?: boolean } = {},
): string {
  const { debug = false, module = false } = options;
  const body = [
    '"use strict";',
    emitCodec(placeFields(layout), debug),
    'return { pack, unpack, restore, append, hash, sift, enter };',
  ];
  return module ? `export function createCodec(fail) {\n${body.join('\n')}\n}\n` : body.join('\n');
}

/** Declarations of the functions of a codec. */
export function emitCodec({ fields, words }: PackedShape, debug = false): string {
  const stored = fields.filter((field) => field.bits > 0);
  return [
    emitPack(fields, words, debug),
    emitUnpack(stored, words),
    emitRestore(stored, words),
    emitAppend(stored, words),
    emitHash(words),
    emitSift(words),
    emitEnter(words),
  ].join('\n');
}

function emitPack(fields: readonly Field[], words: number, debug: boolean): string {
  const { declarations, access } = hoist(fields);
  const checks = debug
    ? fields.map((field, index) => {
        const value = access(field);
        return `  if (!(${value} >= 0 && ${value} <= ${field.max} && (${value} | 0) === ${value})) fail(${index}, ${value});`;
      })
    : [];
  const stores = Array.from({ length: words }, (_, word) => `  out[at + ${word}] = ${packed(fields, word, access)};`);
  return ['function pack(draft, out, at) {', ...declarations, ...checks, ...stores, '}'].join('\n');
}

/** Expression for one word of the draft. */
function packed(fields: readonly Field[], word: number, access: (field: Field) => string): string {
  const parts = fields
    .filter((field) => field.word === word && field.bits > 0)
    .map((field) => (field.shift === 0 ? access(field) : `${access(field)} << ${field.shift}`));
  return parts.join(' | ') || '0';
}

/** One function, and a long one: the compiler then translates it once and does not copy it into each of its callers. */
function emitAppend(fields: readonly Field[], words: number): string {
  const { declarations, access } = hoist(fields);
  const numbers = Array.from({ length: words }, (_, word) => word);
  const lines = [
    ...declarations,
    ...numbers.map((word) => `  const was${word} = words[at + ${word}];`),
    ...numbers.map((word) => `  const now${word} = ${packed(fields, word, access)};`),
    `  if (${numbers.map((word) => `now${word} === was${word}`).join(' && ')}) return n;`,
    ...numbers.flatMap((word) => [
      `  out[n * ${words} + ${word}] = now${word};`,
      `  if (now${word} !== was${word}) {`,
      ...fields
        .filter((field) => field.word === word && field.bits > 0)
        .map((field) => `    ${access(field)} = ${extracted(field, `was${word}`)};`),
      '  }',
    ]),
    '  return n + 1;',
  ];
  return ['function append(draft, words, at, out, n) {', ...lines, '}'].join('\n');
}

function emitUnpack(fields: readonly Field[], words: number): string {
  const { declarations, access } = hoist(fields);
  const loads = Array.from({ length: words }, (_, word) => [
    `  const word${word} = words[at + ${word}];`,
    ...fields.filter((field) => field.word === word).map((field) => `  ${access(field)} = ${extracted(field)};`),
  ]);
  return ['function unpack(words, at, draft) {', ...declarations, ...loads.flat(), '}'].join('\n');
}

/** Only the words that differ are unpacked: an action changes few fields. */
function emitRestore(fields: readonly Field[], words: number): string {
  const restores = Array.from({ length: words }, (_, word) => {
    const own = fields.filter((field) => field.word === word);
    const { declarations, access } = hoist(own);
    return [
      `  const word${word} = words[at + ${word}];`,
      `  if (word${word} !== changed[changedAt + ${word}]) {`,
      ...declarations.map((line) => `  ${line}`),
      ...own.map((field) => `    ${access(field)} = ${extracted(field)};`),
      '  }',
    ];
  });
  return ['function restore(words, at, draft, changed, changedAt) {', ...restores.flat(), '}'].join('\n');
}

/** One multiplication per word, and an avalanche at the end (constants of MurmurHash3). */
function emitHash(words: number): string {
  const mixes = Array.from({ length: words }, (_, word) => [
    `  h = Math.imul(h ^ words[at + ${word}], 0x9e3779b1);`,
    '  h ^= h >>> 15;',
  ]);
  return [
    'function hash(words, at) {',
    `  let h = ${words};`,
    ...mixes.flat(),
    '  h = Math.imul(h, 0x85ebca6b);',
    '  return h ^ (h >>> 13);',
    '}',
  ].join('\n');
}

/** One text for any number of words, without a loop over them. */
function emitSift(words: number): string {
  const numbers = Array.from({ length: words }, (_, word) => word);
  return [
    'function sift(words, n, recent, places, hashes) {',
    `  const mask = recent.length / ${words} - 1;`,
    '  let count = 0;',
    '  for (let i = 0; i < n; i++) {',
    `    const h = hash(words, i * ${words});`,
    `    const slot = (h & mask) * ${words};`,
    ...numbers.map((word) => `    const word${word} = words[i * ${words} + ${word}];`),
    `    if (${numbers.map((word) => `recent[slot + ${word}] === word${word}`).join(' && ')}) continue;`,
    ...numbers.map((word) => `    recent[slot + ${word}] = word${word};`),
    '    places[count] = i;',
    '    hashes[count++] = h;',
    '  }',
    '  return count;',
    '}',
  ].join('\n');
}

/** `touched` is kept where everybody can see it, so that the reads are not optimized away. */
function emitEnter(words: number): string {
  const numbers = Array.from({ length: words }, (_, word) => word);
  const chunkOf = (index: string): string => `chunks[${index} >>> ${CHUNK_BITS}]`;
  const placeOf = (index: string): string => `(${index} & ${2 ** CHUNK_BITS - 1}) * ${words + 1}`;
  return [
    'let touched = 0;',
    'function enter(words, parents, from, n, places, hashes, slots, chunks, counter, most) {',
    '  const mask = slots.length - 1;',
    '  let read = 0;',
    '  for (let k = from; k < n; k++) read ^= slots[hashes[k] & mask];',
    '  touched = read;',
    '  let count = counter[0];',
    '  let k = from;',
    '  for (; k < n; k++) {',
    '    const place = places[k];',
    '    const h = hashes[k];',
    ...numbers.map((word) => `    const word${word} = words[place * ${words} + ${word}];`),
    '    let slot = h & mask;',
    '    let entry = slots[slot];',
    '    for (; entry !== 0; slot = (slot + 1) & mask, entry = slots[slot]) {',
    '      if (((entry ^ h) & ~mask) !== 0) continue;',
    '      const index = (entry & mask) - 1;',
    `      const chunk = ${chunkOf('index')};`,
    `      const at = ${placeOf('index')};`,
    `      if (${numbers.map((word) => `chunk[at + ${word}] === word${word}`).join(' && ')}) break;`,
    '    }',
    '    if (entry !== 0) continue;',
    '    if (count === most) break;',
    `    const chunk = ${chunkOf('count')};`,
    `    const at = ${placeOf('count')};`,
    ...numbers.map((word) => `    chunk[at + ${word}] = word${word};`),
    `    chunk[at + ${words}] = parents[place];`,
    '    slots[slot] = (h & ~mask) | ++count;',
    '  }',
    '  counter[0] = count;',
    '  return k;',
    '}',
  ].join('\n');
}

function extracted(field: Field, word = `word${field.word}`): string {
  if (field.shift + field.bits === 32) return `${word} >>> ${field.shift}`;
  const shifted = field.shift === 0 ? word : `(${word} >>> ${field.shift})`;
  return `${shifted} & ${2 ** field.bits - 1}`;
}

/** Constants for the records and arrays on the way to the fields, so that each is loaded once. */
function hoist(fields: readonly Field[]) {
  const names = new Map<string, string>([['', 'draft']]);
  const declarations: string[] = [];
  const container = (path: readonly (string | number)[]): string => {
    const key = JSON.stringify(path);
    const known = names.get(path.length === 0 ? '' : key);
    if (known !== undefined) return known;
    const parent = container(path.slice(0, -1));
    const name = `c${names.size}`;
    declarations.push(`  const ${name} = ${parent}[${JSON.stringify(path.at(-1))}];`);
    names.set(key, name);
    return name;
  };
  const access = (field: Field) => `${container(field.path.slice(0, -1))}[${JSON.stringify(field.path.at(-1))}]`;
  for (const field of fields) access(field);
  return { declarations, access };
}
