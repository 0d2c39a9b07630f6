import type { Layout } from '../kit/layout.ts';
import { placeFields, type Field } from './fields.ts';

/**
 * Source text of the packing functions of a layout: straight-line code without loops or look-ups. The text is the body
 * of a function whose parameter is `fail(fieldIndex, value)` and that returns a `Codec`; it is run by `new Function`
 * where that is allowed. With `module` it is an ES module of `export function createCodec(fail)`, for a build step.
 */
export function emitLayout(
  layout: Layout,
  options: { readonly debug?: boolean; readonly module?: boolean } = {},
): string {
  const { fields, words } = placeFields(layout);
  const stored = fields.filter((field) => field.bits > 0);
  const body = [
    '"use strict";',
    emitPack(fields, words, options.debug ?? false),
    emitUnpack(stored, words),
    emitRestore(stored, words),
    emitHash(words),
    'return { pack, unpack, restore, hash };',
  ].join('\n');
  return options.module ? `export function createCodec(fail) {\n${body}\n}\n` : body;
}

function emitPack(fields: readonly Field[], words: number, debug: boolean): string {
  const { declarations, access } = hoist(fields);
  const checks = debug
    ? fields.map((field, index) => {
        const value = access(field);
        return `  if (!(${value} >= 0 && ${value} <= ${field.max} && (${value} | 0) === ${value})) fail(${index}, ${value});`;
      })
    : [];
  const stores = Array.from({ length: words }, (_, word) => {
    const parts = fields.filter((field) => field.word === word && field.bits > 0).map(shifted);
    return `  out[at + ${word}] = ${parts.join(' | ') || '0'};`;
  });
  function shifted(field: Field): string {
    return field.shift === 0 ? access(field) : `${access(field)} << ${field.shift}`;
  }
  return ['function pack(draft, out, at) {', ...declarations, ...checks, ...stores, '}'].join('\n');
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

function extracted(field: Field): string {
  if (field.shift + field.bits === 32) return `word${field.word} >>> ${field.shift}`;
  const shifted = field.shift === 0 ? `word${field.word}` : `(word${field.word} >>> ${field.shift})`;
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
