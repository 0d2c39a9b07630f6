import { expect, test } from 'vitest';
import { archLbr } from '../../src/spec/rules/arch-lbr.ts';
import { values } from './register/run.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(archLbr);

test('the series ends a host profile with the first VM-exit', () => {
  const steps = [{ op: 'host.open_lbr_event' }, { op: 'vmm.run' }, { op: 'host.rdmsr', msr: '0x14ce' }];
  expect(values('arch-lbr-v2', steps, { lbr: 'arch' }).at(-1)).toBe('0x0');
  expect(values('contract', steps, { lbr: 'arch' }).at(-1)).toBe('0x7f0003');
});
