import { expect, test } from 'vitest';
import { nested } from '../../src/spec/rules/nested.ts';
import { values } from './register/run.ts';
import { describeCases, type Case } from './register-harness.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(nested);

const cases: Case[] = [
  {
    rule: 'LBR-NEST-1',
    title: 'L1 asks for recording in L2',
    steps: ['guest.vmenter_l2 debugctl=0x1', 'guest.rdmsr DEBUGCTL'],
    kept: '0x1',
    brokenBy: 'nestedLoad=never',
    broken: '0x0',
  },
  {
    rule: 'LBR-NEST-2',
    title: 'vmcs12 has another value, and the control is off',
    steps: ['guest.vmenter_l2 debugctl=0x1 loadDebugControls=false', 'guest.rdmsr DEBUGCTL'],
    kept: '0x0',
    brokenBy: 'nestedLoad=always',
    broken: '0x1',
  },
  {
    rule: 'LBR-NEST-3',
    title: 'L2 was recording when it left',
    steps: ['guest.vmenter_l2 debugctl=0x1', 'guest.vmexit_l1', 'guest.rdmsr DEBUGCTL'],
    kept: '0x0',
    brokenBy: 'nestedExitDebugctl=kept',
    broken: '0x1',
  },
  {
    rule: 'LBR-NEST-4',
    title: 'vmcs12 has a reserved bit',
    steps: ['guest.vmenter_l2 debugctl=0x100'],
    kept: 'invalid-guest-state',
    brokenBy: 'vmcs12Debugctl=unchecked',
    broken: 'ok',
  },
  {
    rule: 'LBR-NEST-5',
    title: 'L1 wrote a record before it entered L2',
    steps: ['guest.wrmsr FROM_0=0x1000', 'guest.vmenter_l2', 'guest.rdmsr FROM_0'],
    kept: '0x1000',
    brokenBy: 'nestedRecords=emptied',
    broken: '0x0',
  },
  {
    rule: 'LBR-NEST-6',
    title: 'L2 starts to record',
    steps: ['guest.vmenter_l2 debugctl=0x0', 'guest.wrmsr DEBUGCTL=0x1', 'guest.vmexit_l1', 'guest.vmread'],
    kept: '0x1',
    brokenBy: 'vmcs12Save=never',
    broken: '0x0',
  },
  {
    rule: 'LBR-NEST-7',
    title: 'L2 stops to record, and the control is off',
    steps: [
      'guest.vmenter_l2 debugctl=0x1 saveDebugControls=false',
      'guest.wrmsr DEBUGCTL=0x0',
      'guest.vmexit_l1',
      'guest.vmread',
    ],
    kept: '0x1',
    brokenBy: 'vmcs12Save=always',
    broken: '0x0',
  },
  {
    rule: 'LBR-NEST-8',
    title: 'vmcs12 has FREEZE_IN_SMM',
    steps: ['guest.vmenter_l2 debugctl=0x4000'],
    kept: 'ok',
    brokenBy: 'vmcs12FreezeInSmm=invalid',
    broken: 'invalid-guest-state',
  },
  {
    rule: 'LBR-NEST-9',
    title: 'a PMI freezes in L2, and L2 exits',
    steps: ['guest.vmenter_l2 debugctl=0x801', 'guest.pmi', 'guest.vmexit_l1', 'guest.vmread'],
    kept: '0x800',
    brokenBy: 'pmiFreeze=never',
    broken: '0x801',
  },
];

describeCases('NEST', cases);

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
