import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleId } from '../../src/spec/kit/rule.ts';
import { cite, citeForms, type Citable } from '../../src/spec/report/cite.ts';

const rule: Citable = {
  id: ruleId('LBR-OWN-3'),
  revision: 2,
  title: 'Ownership changes only where IRQs are on',
  statement:
    'perf must not change the owner of the LBRs of a pCPU while KVM has IRQs disabled on it, not even from `perf_event_nmi_handler()`.',
};
const context = { version: '0.1.0', site: 'https://lbr.example/' };

test('plain', () => {
  expect(cite(rule, 'plain', context)).toBe(`LBR-OWN-3 r2, LBR Contract 0.1.0:
  "perf must not change the owner of the LBRs of a pCPU while KVM has IRQs
  disabled on it, not even from perf_event_nmi_handler()."
https://lbr.example/r/LBR-OWN-3`);
});

test('mail quote', () => {
  expect(cite(rule, 'quote', context)).toBe(`> LBR-OWN-3 r2, LBR Contract 0.1.0:
>   "perf must not change the owner of the LBRs of a pCPU while KVM has
>   IRQs disabled on it, not even from perf_event_nmi_handler()."
> https://lbr.example/r/LBR-OWN-3`);
});

test('commit trailer', () => {
  expect(cite(rule, 'trailer', context)).toBe('Contract: LBR-OWN-3 r2 ("Ownership changes only where IRQs are on")');
});

test('Markdown keeps the code marks', () => {
  expect(cite(rule, 'markdown', context)).toBe(
    '> **[LBR-OWN-3](https://lbr.example/r/LBR-OWN-3)** r2: perf must not change the owner of the LBRs of a pCPU ' +
      'while KVM has IRQs disabled on it, not even from `perf_event_nmi_handler()`.\n>\n> LBR Contract 0.1.0',
  );
});

test('plain and quote keep to 75 columns and lose no word', () => {
  const sentence = fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(sentence, fc.constantFrom('plain' as const, 'quote' as const), (words, form) => {
      const lines = cite({ ...rule, statement: words.join(' ') }, form, context).split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(75);
      const body = lines.slice(1, -1).map((line) => line.replace(/^(> )? {2}/, ''));
      expect(body.join(' ')).toBe(`"${words.join(' ')}"`);
    }),
  );
});

test('typographic quotes become plain ones', () => {
  expect(cite({ ...rule, statement: 'perf’s “owner” must stay.' }, 'plain', context)).toContain(
    `"perf's "owner" must stay."`,
  );
});

test('every form names the ID and the revision', () => {
  for (const form of citeForms) expect(cite(rule, form, context)).toMatch(/LBR-OWN-3.* r2/);
});
