import { describe, expect, test } from 'vitest';
import { insert, replace } from '../../lab/emulator/hooks.ts';

const source = 'one\ntwo(\n  anchor;\n}\nthree(\n  anchor;\n}\n';
const hook = { file: 'f.cc', anchor: 'anchor;', text: '  hook();', why: '' };

describe('hooks', () => {
  test('a line goes before or after the anchor of a function', () => {
    expect(insert(source, { ...hook, within: 'three(', where: 'before' })).toBe(
      'one\ntwo(\n  anchor;\n}\nthree(\n  hook();\n  anchor;\n}\n',
    );
    expect(insert(source, { ...hook, within: 'two(', where: 'after' })).toBe(
      'one\ntwo(\n  anchor;\n  hook();\n}\nthree(\n  anchor;\n}\n',
    );
  });
  test('an anchor that is missing or not unique is an error that names the file', () => {
    expect(() => insert(source, { ...hook, where: 'after' })).toThrow('f.cc: the anchor "anchor;" occurs twice');
    expect(() => insert(source, { ...hook, anchor: 'gone', where: 'after' })).toThrow('f.cc: no anchor "gone"');
    expect(() => insert(source, { ...hook, within: 'four(', where: 'after' })).toThrow('no "four("');
  });
  test('a replacement takes dollar signs as they are', () => {
    expect(replace('a = b;', { file: 'f.cc', find: 'b', with: '$& c', why: '' })).toBe('a = $& c;');
    expect(() => replace('a', { file: 'f.cc', find: 'b', with: 'c', why: '' })).toThrow('f.cc: no "b"');
  });
});
