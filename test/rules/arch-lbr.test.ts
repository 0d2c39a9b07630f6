import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleById } from '../../src/spec/rules/index.ts';
import { archLbr } from '../../src/spec/rules/arch-lbr.ts';
import { values } from './register/run.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(archLbr);

test('the series ends a host profile with the first VM-exit', () => {
  const steps = [{ op: 'host.open_lbr_event' }, { op: 'vmm.run' }, { op: 'host.rdmsr', msr: '0x14ce' }];
  expect(values('arch-lbr-v2', steps, { lbr: 'arch' }).at(-1)).toBe('0x0');
  expect(values('contract', steps, { lbr: 'arch' }).at(-1)).toBe('0x7f0003');
});

test('every rule in the table of the review is violated by the series, and each register rule is in it', () => {
  const page = readFileSync('docs/contract/arch-lbr.mdx', 'utf8');
  const rows = page.split('## The review, patch by patch')[1].match(/^\| \d.*$/gm) ?? [];
  const named = rows.flatMap((row) => row.match(/LBR-[A-Z]+-\d+/g) ?? []);
  expect(rows.length).toBe(12);
  expect(named.filter((id) => ruleById(id)?.violatedOn.includes('arch-lbr-v2') !== true)).toEqual([]);
  const own = archLbr
    .filter(({ world, violatedOn }) => world === 'register' && violatedOn.includes('arch-lbr-v2'))
    .map(({ id }) => id as string);
  expect(own.filter((id) => !named.includes(id))).toEqual([]);
});
