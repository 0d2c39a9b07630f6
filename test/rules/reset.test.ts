import { expect, test } from 'vitest';
import { reset } from '../../src/spec/rules/reset.ts';
import { values } from './register/run.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(reset);

test('RESET clears DEBUGCTL, INIT keeps it', () => {
  const write = { op: 'guest.wrmsr', msr: '0x1d9', value: '0x1' };
  const read = { op: 'guest.rdmsr', msr: '0x1d9' };
  expect(values('v7.3', [write, { op: 'vmm.reset' }, read]).at(-1)).toBe('0x0');
  expect(values('v7.3', [write, { op: 'vmm.init' }, read]).at(-1)).toBe('0x1');
});
