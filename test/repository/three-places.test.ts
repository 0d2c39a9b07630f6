import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chapters } from '../../src/spec/rules/index.ts';
import { repositoryFiles, textOf } from './files.ts';

/** The three places of a chapter, by its slug. */
const places = (slug: string): readonly string[] => [
  `src/spec/rules/${slug}.ts`,
  `docs/contract/${slug}.mdx`,
  `test/rules/${slug}.test.ts`,
];

describe.each(chapters)('chapter $slug', ({ slug, code, rules }) => {
  test('has its rules, its page and its tests under one name', () => {
    expect(
      places(slug).filter((file) => !existsSync(file)),
      'missing',
    ).toEqual([]);
  });

  // That it shows each of its own, once, is for dossier.test.ts to say.
  test('shows no rule of another chapter on its page', () => {
    const page = places(slug)[1];
    const own = new Set(rules.map(({ id }): string => id));
    const shown = existsSync(page) ? [...textOf(page).matchAll(/<Rule\s+id="([^"]+)"/g)].map(([, id]) => id) : [];
    expect(
      shown.filter((id) => !own.has(id)).map((id) => `${page} shows ${id}, which is not a rule of this chapter`),
    ).toEqual([]);
  });

  test('has rules of its own code only', () => {
    expect(rules.filter(({ id }) => !id.startsWith(`LBR-${code}-`)).map(({ id }) => id)).toEqual([]);
  });
});

test('no page and no test is of a chapter that does not exist', () => {
  const slugs = new Set(chapters.map(({ slug }) => slug));
  const named = repositoryFiles().flatMap((file) => {
    const slug = /^(?:docs\/contract|test\/rules)\/([a-z-]+)\.(?:mdx|test\.ts)$/.exec(file)?.[1];
    return slug === undefined || slugs.has(slug) ? [] : [file];
  });
  expect(named).toEqual([]);
});
