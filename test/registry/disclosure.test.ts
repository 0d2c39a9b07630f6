import { expect, test } from 'vitest';
import disclosureFile from '../../registry/disclosure.json' with { type: 'json' };
import { SUPPORTED } from '../../src/spec/designs/supported.ts';
import { readDisclosures, withheldRules } from '../../src/spec/registry/disclosure.ts';
import { ruleTexts } from '../../src/spec/rules/index.ts';

const FILE = 'registry/disclosure.json';
const read = (rules: unknown, format: unknown = 'lbr-disclosure/1') => readDisclosures({ format, rules }, FILE);

test('has each rule that guards a boundary and is violated on a kernel that is maintained, and no other', () => {
  const concerned = ruleTexts.filter(
    ({ securityBoundary, violatedOn }) =>
      securityBoundary === true && violatedOn.some((name) => SUPPORTED.some((design) => design === name)),
  );
  expect(concerned.length).toBeGreaterThan(5);
  expect([...readDisclosures(disclosureFile, FILE).keys()].sort()).toEqual(concerned.map(({ id }) => id).sort());
});

test('what is not public is withheld', () => {
  const disclosures = read({
    'LBR-A-1': { state: 'private' },
    'LBR-A-2': { state: 'reported', date: '2026-11-29' },
    'LBR-A-3': { state: 'public', date: '2026-11-29', where: 'https://lore.kernel.org/all/1/' },
  });
  expect([...withheldRules(disclosures)]).toEqual(['LBR-A-1', 'LBR-A-2']);
});

test.each([
  [undefined, 'rules: found nothing, expected an object'],
  [[], 'rules: found [], expected an object'],
  [{ 'LBR-A-1': 'private' }, 'LBR-A-1: found "private", expected an object'],
  [{ 'LBR-A-1': { state: 'secret' } }, 'LBR-A-1: state: found "secret", expected "private", "reported" or "public"'],
  [{ 'LBR-A-1': { state: 'private', date: '2026-11-29' } }, 'LBR-A-1: date: a rule that is private has no such field'],
  [{ 'LBR-A-1': { state: 'reported' } }, 'LBR-A-1: date: found nothing, expected a date such as "2026-11-29"'],
  [{ 'LBR-A-1': { state: 'public', date: '29.11.2026' } }, 'LBR-A-1: date: found "29.11.2026"'],
  [{ 'LBR-A-1': { state: 'public', date: '2026-11-29', where: 'lore' } }, 'LBR-A-1: where: found "lore"'],
])('%j is refused', (rules, message) => {
  expect(() => read(rules)).toThrow(`${FILE}: ${message}`);
});

test('another format is refused', () => {
  expect(() => read({}, 'lbr-disclosure/2')).toThrow(`${FILE}: format: found "lbr-disclosure/2"`);
});
