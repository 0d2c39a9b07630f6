import { expect, test } from 'vitest';
import { reset } from '../../src/spec/rules/reset.ts';
import { values } from './register/run.ts';
import { describeCases, type Case } from './register-harness.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(reset);

const cases: Case[] = [
  {
    rule: 'LBR-RST-6',
    title: 'the guest saves its LBRs by XSAVES',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr XSS=0x8000', 'vmm.reset', 'guest.rdmsr XSS'],
    kept: '0x0',
    brokenBy: 'archReset=xss-kept',
    broken: '0x8000',
  },
  {
    rule: 'LBR-RST-1',
    title: 'the guest has recorded',
    steps: ['guest.wrmsr DEBUGCTL=0x1', 'vmm.reset', 'guest.rdmsr DEBUGCTL'],
    kept: '0x0',
    brokenBy: 'resetDebugctl=kept',
    broken: '0x1',
  },
  {
    rule: 'LBR-RST-2',
    title: 'the guest has recorded',
    steps: ['guest.wrmsr DEBUGCTL=0x1', 'vmm.init', 'guest.rdmsr DEBUGCTL'],
    kept: '0x1',
    brokenBy: 'initDebugctl=cleared',
    broken: '0x0',
  },
  {
    rule: 'LBR-RST-3',
    title: 'the guest has set a filter',
    steps: ['guest.wrmsr SELECT=0x3', 'vmm.reset', 'guest.rdmsr SELECT'],
    kept: '0x0',
    brokenBy: 'resetRecords=kept',
    broken: '0x3',
  },
  {
    rule: 'LBR-RST-4',
    title: 'a debug exception while the guest records',
    steps: ['guest.wrmsr DEBUGCTL=0x1', 'guest.db', 'guest.rdmsr DEBUGCTL'],
    kept: '0x0',
    brokenBy: 'dbClearsLbr=no',
    broken: '0x1',
  },
  {
    rule: 'LBR-RST-5',
    title: 'an SMI in L2, which has another DEBUGCTL than L1',
    steps: ['guest.vmenter_l2 debugctl=0x1', 'guest.smi', 'guest.rsm', 'guest.rdmsr DEBUGCTL'],
    kept: '0x1',
    brokenBy: 'smmL2Debugctl=from-vmcs01',
    broken: '0x0',
  },
];

describeCases('RST', cases);

test('RESET clears DEBUGCTL, INIT keeps it', () => {
  const write = { op: 'guest.wrmsr', msr: '0x1d9', value: '0x1' };
  const read = { op: 'guest.rdmsr', msr: '0x1d9' };
  expect(values('v7.3', [write, { op: 'vmm.reset' }, read]).at(-1)).toBe('0x0');
  expect(values('v7.3', [write, { op: 'vmm.init' }, read]).at(-1)).toBe('0x1');
});
