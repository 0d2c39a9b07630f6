import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textOf } from './files.ts';

const contract = readdirSync('docs/contract').map((name) => `docs/contract/${name}`);
const pages = [...contract, 'docs/answers.mdx', 'docs/method.mdx', 'docs/maintainers/shape.md'];

/** The text of a page without what is not prose: code, links' targets, tags. */
function prose(file: string): string {
  return textOf(file)
    .replace(/```[\s\S]*?```|`[^`\n]*`|<[^>\n]*>|\]\([^)]*\)/g, ' ')
    .replace(/"[^"\n]*"|“[^”]*”/g, ' ');
}

test.each(pages)('%s leaves "must", "should" and "may" to the rules', (file) => {
  const words = prose(file).match(/\b(?:must|should|shall|may)\b/g) ?? [];
  expect(words).toEqual([]);
});

test.each(pages)('%s has a title and a description', (file) => {
  expect(textOf(file)).toMatch(/^---\ntitle: .+\ndescription: .+\n/);
});

/** The sentences of the answers, from the first question on. A sentence ends with a full stop before a capital. */
const sentences = textOf('docs/answers.mdx')
  .slice(textOf('docs/answers.mdx').indexOf('\n## '))
  .split(/\n\n|\n(?=- )/)
  .map((paragraph) => paragraph.replaceAll(/\s+/g, ' ').trim())
  .filter((paragraph) => paragraph !== '' && !/^(?:#|<Verdicts|\*\*[^*]+\*\*$)/.test(paragraph))
  .flatMap((paragraph) => paragraph.split(/(?<=[\])\w]\.) (?=[A-Z])/));

test('each sentence of the answers names its rules, or links to who said so', () => {
  expect(sentences.length).toBeGreaterThan(30);
  const bare = sentences.filter((sentence) => !/\[LBR-[A-Z]+-\d+\]|https:\/\/lore\.kernel\.org\//.test(sentence));
  expect(bare).toEqual([]);
});
