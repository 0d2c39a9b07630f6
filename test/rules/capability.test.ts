import { expect, test } from 'vitest';
import { capability } from '../../src/spec/rules/capability.ts';
import { results } from './register/run.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(capability);

test('a VMM that writes 0 before CPUID takes LBR away, except on v7.3, which drops the write', () => {
  const steps = [
    { op: 'vmm.set_msr', msr: '0x345', value: '0x0' },
    { op: 'vmm.set_cpuid' },
    { op: 'guest.rdmsr', msr: '0x1c8' },
  ];
  expect(results('v6.12', steps)).toEqual(['ok', 'ok', '#GP']);
  expect(results('v7.3', steps)).toEqual(['ok', 'ok', 'ok']);
  expect(results('contract', steps)).toEqual(['ok', 'ok', '#GP']);
});
