import { expect, test } from 'vitest';
import { freeze } from '../../src/spec/rules/freeze.ts';
import { values } from './register/run.ts';
import { describeCases, type Case } from './register-harness.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(freeze);

const cases: Case[] = [
  {
    rule: 'LBR-FRZ-20',
    title: 'the PMI keeps the freeze bit',
    steps: ['guest.wrmsr DEBUGCTL=0x801', 'guest.pmi', 'guest.rdmsr DEBUGCTL'],
    kept: '0x800',
    brokenBy: 'pmiFreeze=clears-freeze-bit',
    broken: '0x0',
  },
  {
    rule: 'LBR-FRZ-21',
    title: 'the guest has version 5 in CPUID leaf 0xA',
    steps: ['vmm.set_cpuid pmuVersion=5', 'guest.wrmsr DEBUGCTL=0x801', 'guest.pmi', 'guest.rdmsr DEBUGCTL'],
    kept: '0x800',
    brokenBy: 'vcpuPmuVersion=verbatim',
    broken: '0x801',
  },
  {
    rule: 'LBR-FRZ-22',
    title: 'a PMI without FREEZE_LBRS_ON_PMI',
    steps: ['guest.wrmsr DEBUGCTL=0x1', 'guest.pmi', 'guest.rdmsr DEBUGCTL'],
    kept: '0x1',
    brokenBy: 'pmiFreeze=always',
    broken: '0x0',
  },
  {
    rule: 'LBR-FRZ-23',
    title: 'a branch before the PMI, and one after the guest records again',
    host: { lbr: 'arch' },
    steps: [
      'guest.wrmsr DEBUGCTL=0x800',
      'guest.wrmsr CTL=0x3',
      'guest.branch from=0x1000 to=0x2000',
      'guest.pmi',
      'guest.wrmsr CTL=0x3',
      'guest.branch from=0x3000 to=0x4000',
      'guest.rdmsr ARCH_FROM_1',
    ],
    kept: '0x1000',
    brokenBy: 'pmiFreeze=empties-records',
    broken: '0x0',
  },
];

describeCases('FRZ', cases);

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
