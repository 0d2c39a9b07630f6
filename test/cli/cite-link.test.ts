import { expect, test } from 'vitest';
import { siteAddress } from '../../src/cli/site.ts';
import { cite } from '../../src/spec/report/cite.ts';
import { ruleTexts } from '../../src/spec/rules/index.ts';

const [rule] = ruleTexts;

test('without a configured address nothing is invented', () => {
  delete process.env['LBR_CONTRACT_SITE'];
  expect(siteAddress(undefined)).toBeUndefined();
  for (const form of ['plain', 'quote', 'trailer', 'markdown'] as const) {
    expect(cite(rule, form, { version: '1' })).not.toMatch(/https?:|\]\(/);
  }
});

test('what is not a web address is refused', () => {
  expect(() => siteAddress('lbr.example')).toThrow(/--site: found "lbr.example"/);
});
