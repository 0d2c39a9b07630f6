import { expect, test } from 'vitest';
import { repositoryFiles, textOf } from './files.ts';

const text = repositoryFiles().filter(
  (file) => !/\.(png|ico|woff2?|jpg|webp|gz|zst)$/.test(file) && file !== 'LICENSE' && !file.endsWith('.ftrace'),
);

/** Each pattern is split, so that this file does not match itself. */
const machines: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'a home or scratch folder of a machine',
    new RegExp('(^|[^\\w.~-])/(ro' + 'ot|wo' + 'rk|ho' + 'me/\\w+|Us' + 'ers/\\w+)/', 'm'),
  ],
  [
    'a registry host',
    new RegExp('regi' + 'stry\\.(np' + 'mjs|yarn' + 'pkg|np' + 'mmirror)|npm\\.pkg\\.git' + 'hub', 'm'),
  ],
  [
    'a proxy or a local server',
    new RegExp('https?://(local' + 'host|127\\.0\\.0\\.1|10\\.\\d+|192\\.168)[^\\s]*/(np' + 'm|pack' + 'ages)', 'm'),
  ],
];

test.each(machines)('no file names %s', (_what, pattern) => {
  expect(text.filter((file) => pattern.test(textOf(file)))).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(textOf('package-lock.json')).not.toContain('"resolved"');
});
