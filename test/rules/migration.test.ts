import { expect, test } from 'vitest';
import { migration } from '../../src/spec/rules/migration.ts';
import { values } from './register/run.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(migration);

test('DEBUGCTL survives a restore since it is listed, the records do not', () => {
  const steps = [
    { op: 'guest.wrmsr', msr: '0x1d9', value: '0x1' },
    { op: 'guest.wrmsr', msr: '0x680', value: '0x401000' },
    { op: 'vmm.save' },
    { op: 'vmm.restore' },
    { op: 'guest.rdmsr', msr: '0x1d9' },
    { op: 'guest.rdmsr', msr: '0x680' },
  ];
  expect(values('v6.2', steps).slice(-2)).toEqual(['0x0', '0x0']);
  expect(values('v7.3', steps).slice(-2)).toEqual(['0x1', '0x0']);
  expect(values('contract', steps).slice(-2)).toEqual(['0x1', '0x401000']);
});

test('a restore in L2 takes from vmcs12 what KVM let pass at the entry', () => {
  const steps = [
    { op: 'guest.vmenter_l2', debugctl: '0x3' },
    { op: 'vmm.save' },
    { op: 'vmm.restore' },
    { op: 'guest.vmexit_l1' },
    { op: 'guest.vmread' },
  ];
  expect(values('v7.3', [steps[0], steps[3], steps[4]]).at(-1)).toBe('0x3');
  expect(values('v7.3', steps).at(-1)).toBe('0x1');
  expect(values('contract', [steps[0], steps[3], steps[4]]).at(-1)).toBe('0x1');
  expect(values('contract', steps).at(-1)).toBe('0x1');
});
