// Puts the hooks of hooks.json into an unpacked source tree of the emulator, line by line, by anchors.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Insertion {
  file: string;
  within?: string;
  anchor: string;
  where: 'before' | 'after';
  text: string;
  why: string;
}

interface Replacement {
  file: string;
  within?: string;
  find: string;
  with: string;
  why: string;
}

/** What is fetched and which lines are put into it. */
interface Hooks {
  source: { name: string; version: string; file: string; sha256: string };
  insertions: Insertion[];
  replacements: Replacement[];
}

/** Reads hooks.json, which lies beside this file. */
export function readHooks(folder: string): Hooks {
  return JSON.parse(readFileSync(join(folder, 'hooks.json'), 'utf8')) as Hooks;
}

function start(text: string, within: string | undefined, where: string): number {
  if (within === undefined) return 0;
  const at = text.indexOf(within);
  if (at < 0) throw new Error(`${where}: no "${within}" in the emulator's source; expected version is in hooks.json`);
  return at;
}

/** Inserts one line before or after the line of the anchor. Throws where the anchor is missing or, outside a function, not unique. */
export function insert(text: string, hook: Insertion): string {
  const from = start(text, hook.within, hook.file);
  const at = text.indexOf(hook.anchor, from);
  if (at < 0) throw new Error(`${hook.file}: no anchor "${hook.anchor}"`);
  if (hook.within === undefined && text.includes(hook.anchor, at + hook.anchor.length))
    throw new Error(`${hook.file}: the anchor "${hook.anchor}" occurs twice`);
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const lineEnd = text.indexOf('\n', at) + 1;
  const place = hook.where === 'before' ? lineStart : lineEnd;
  return `${text.slice(0, place)}${hook.text}\n${text.slice(place)}`;
}

/** Replaces a piece of a line: the first one in a function, or each one of the file. Throws where it is missing. */
export function replace(text: string, hook: Replacement): string {
  const from = start(text, hook.within, hook.file);
  if (!text.includes(hook.find, from)) throw new Error(`${hook.file}: no "${hook.find}"`);
  const tail = text.slice(from);
  return (
    text.slice(0, from) +
    (hook.within === undefined ? tail.replaceAll(hook.find, () => hook.with) : tail.replace(hook.find, () => hook.with))
  );
}

/** Applies all hooks to the tree. */
export function applyHooks(tree: string, hooks: Hooks): void {
  const edit = (file: string, change: (text: string) => string) => {
    const path = join(tree, file);
    writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1');
  };
  for (const hook of hooks.insertions) edit(hook.file, (text) => insert(text, hook));
  for (const hook of hooks.replacements) edit(hook.file, (text) => replace(text, hook));
}
