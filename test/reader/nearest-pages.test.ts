import { expect, test } from 'vitest';
import { nearestPages, samePage } from '../../src/reader/nearest-pages.ts';

const entries = ['r/LBR-OWN-3/', 'r/LBR-OWN-9/', 'designs/v7.3/', 'answers/', 'mutants/#x'].map((path) => ({
  path,
  title: path,
  note: '',
}));

test.each(['r/own-3', 'r/own-3/', 'r/lbr-own-3', 'R/LBR-OWN-3/', 'r/LBR-OWN-3/index.html'])(
  '%s is the page of LBR-OWN-3',
  (asked) => {
    expect(samePage(asked, entries)?.path).toBe('r/LBR-OWN-3/');
  },
);

test('a rule that does not exist is no page, and its neighbours are near', () => {
  expect(samePage('r/LBR-OWN-99/', entries)).toBeUndefined();
  expect(nearestPages('r/LBR-OWN-99/', entries)[0]?.path).toBe('r/LBR-OWN-9/');
});

test('a page with a letter wrong is near, an anchor and a word from elsewhere are not', () => {
  expect(nearestPages('anwsers/', entries).map(({ path }) => path)).toEqual(['answers/']);
  expect(nearestPages('xyzzyplugh/', entries)).toEqual([]);
});
