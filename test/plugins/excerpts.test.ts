import { expect, test } from 'vitest';
import { Excerpts } from '../../plugins/data/excerpts.ts';
import { allRules } from '../../src/spec/rules/index.ts';

const excerpts = new Excerpts(process.cwd());

test('every rule points to reference code that exists', () => {
  const wrong = allRules.flatMap(({ id, model = [] }) =>
    model.flatMap((reference) => {
      try {
        excerpts.reference(reference, id);
        return [];
      } catch (error) {
        return [String(error)];
      }
    }),
  );
  expect(wrong).toEqual([]);
});

test('the property of every rule is found in its source file', () => {
  const properties = excerpts.properties('src/spec/rules');
  expect(allRules.filter(({ id }) => properties.get(id) === undefined).map(({ id }) => id)).toEqual([]);
});

test('a property shows what it names, from its own file and from another part of its chapter', () => {
  const properties = excerpts.properties('src/spec/rules');
  const shown = (id: string) => (properties.get(id) ?? []).map(({ file, name }) => `${file}#${name}`);
  expect(shown('LBR-ARCH-34')).toEqual(
    expect.arrayContaining(['src/spec/rules/arch-lbr/stops.ts#property', 'src/spec/rules/arch-lbr/vcpu.ts#recording']),
  );
  expect(shown('LBR-ENT-1')).toEqual(
    expect.arrayContaining([
      'src/spec/rules/entry-exit/entry.ts#property',
      'src/spec/rules/entry-exit/entry.ts#passesThrough',
    ]),
  );
});

test('an excerpt is the text as it stands, with its place', () => {
  const { file, line, lines } = excerpts.reference('src/spec/kit/rule.ts#ruleId', 'a test');
  const text = lines.map((tokens) => tokens.map(([, part]) => part).join('')).join('\n');
  expect(text).toContain('export function ruleId(text: string): RuleId {');
  expect([file, line > 1]).toEqual(['src/spec/kit/rule.ts', true]);
});

test('a reference that leads nowhere says what is there', () => {
  expect(() => excerpts.reference('src/spec/kit/rule.ts#nothing', 'LBR-OWN-1')).toThrow(
    /LBR-OWN-1: .* declares no "nothing"; it declares .*ruleId/,
  );
  expect(() => excerpts.reference('src/spec/nowhere.ts#x', 'LBR-OWN-1')).toThrow(/names no source file/);
});
