import { expect, test } from 'vitest';
import { freeze } from '../../src/spec/rules/freeze.ts';
import { values } from './register/run.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(freeze);

test('version 4 in guest CPUID: the release does not freeze, the contract does', () => {
  const steps = [
    { op: 'vmm.set_cpuid', pmuVersion: 4 },
    { op: 'guest.wrmsr', msr: '0x1d9', value: '0x801' },
    { op: 'guest.pmi' },
    { op: 'guest.rdmsr', msr: '0x1d9' },
  ];
  expect(values('v7.3', steps).at(-1)).toBe('0x801');
  expect(values('contract', steps).at(-1)).toBe('0x800');
});
