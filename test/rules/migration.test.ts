import { expect, test } from 'vitest';
import { migration } from '../../src/spec/rules/migration.ts';
import { values } from './register/run.ts';
import { describeCases, type Case } from './register-harness.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(migration);

const cases: Case[] = [
  {
    rule: 'LBR-MIG-1',
    title: 'the VMM sets a listed MSR to 0',
    steps: ['vmm.set_msr LASTBRANCHFROMIP=0x0'],
    kept: '0x0',
    brokenBy: 'listedZero=refused',
    broken: 'refused',
  },
  {
    rule: 'LBR-MIG-2',
    title: 'DEBUGCTL can be changed by the guest',
    steps: ['vmm.list_msr DEBUGCTL'],
    kept: '0x1',
    brokenBy: 'listDebugctl=not-listed',
    broken: '0x0',
  },
  {
    rule: 'LBR-MIG-3',
    title: 'the guest was recording',
    steps: ['guest.wrmsr DEBUGCTL=0x1', 'vmm.save', 'vmm.restore', 'guest.rdmsr DEBUGCTL'],
    kept: '0x1',
    brokenBy: 'listDebugctl=not-listed',
    broken: '0x0',
  },
  {
    rule: 'LBR-MIG-4',
    title: 'the records come back before the enable bit',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr ARCH_FROM_0=0x1000', 'vmm.save', 'vmm.restore order=reversed', 'guest.rdmsr ARCH_FROM_0'],
    kept: '0x1000',
    brokenBy: 'vmmLbrAccess=like-guest',
    broken: '0x0',
  },
  {
    rule: 'LBR-MIG-5',
    title: 'the target has another LBR_FMT',
    host: { depth: 16, lbrFmt: 4, info: 0, model: 60 },
    steps: ['vmm.set_cpuid', 'vmm.save', 'vmm.restore host={"depth":16,"lbrFmt":6,"info":0,"model":60}'],
    kept: 'refused',
    brokenBy: 'perfCapFormatCheck=supported-bits',
    broken: 'ok',
  },
  {
    rule: 'LBR-MIG-6',
    title: 'a save while a flexible host event records',
    steps: ['vmm.set_cpuid', 'host.open_lbr_event priority=task-flexible', 'vmm.save', 'host.rdmsr FROM_0'],
    kept: '0xffffffff81000000',
    brokenBy: 'vmmLbrAccess=like-guest',
    broken: '0x0',
  },
];

describeCases('MIG', cases);

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
