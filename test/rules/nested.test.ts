import { expect, test } from 'vitest';
import { nested } from '../../src/spec/rules/nested.ts';
import { values } from './register/run.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(nested);

test('a freeze in L2 is lost with the exit, except in the contract', () => {
  const steps = [
    { op: 'guest.vmenter_l2', debugctl: '0x801' },
    { op: 'guest.pmi' },
    { op: 'guest.vmexit_l1' },
    { op: 'guest.vmread' },
  ];
  expect(values('v7.3', steps).at(-1)).toBe('0x801');
  expect(values('contract', steps).at(-1)).toBe('0x800');
});
