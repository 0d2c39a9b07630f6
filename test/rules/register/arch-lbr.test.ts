import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleById } from '../../../src/spec/rules/index.ts';
import { archLbr } from '../../../src/spec/rules/arch-lbr.ts';
import { values } from './run.ts';
import { describeCases, type Case } from '../register-harness.ts';
import { expectDeclaredVerdicts } from './verdicts.ts';

expectDeclaredVerdicts(archLbr);

const cases: Case[] = [
  {
    rule: 'LBR-ARCH-20',
    title: 'Arch LBR has INFO MSRs',
    host: { lbr: 'arch' },
    steps: ['guest.rdmsr ARCH_INFO_0'],
    kept: '0x0',
    brokenBy: 'infoMsrs=format-5',
    broken: '#GP',
  },
  {
    rule: 'LBR-ARCH-21',
    title: 'a multiple of 8 that CPUID does not list',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr DEPTH=0x8'],
    kept: '#GP',
    brokenBy: 'archDepthValues=multiples-of-8',
    broken: '0x20',
  },
  {
    rule: 'LBR-ARCH-22',
    title: 'the guest writes the depth that it has',
    host: { lbr: 'arch' },
    steps: [
      'guest.wrmsr CTL=0x7',
      'guest.branch from=0x1000 to=0x2000',
      'guest.wrmsr DEPTH=0x20',
      'guest.rdmsr ARCH_FROM_0',
    ],
    kept: '0x0',
    brokenBy: 'archDepthReset=keeps-records',
    broken: '0x1000',
  },
  {
    rule: 'LBR-ARCH-23',
    title: 'the guest sets a reserved bit of LBR_CTL',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr CTL=0x800000'],
    kept: '#GP',
    brokenBy: 'archCtlBits=unchecked',
    broken: '0x800000',
  },
  {
    rule: 'LBR-ARCH-24',
    title: 'the guest sets DEBUGCTL.LBR',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr DEBUGCTL=0x1'],
    kept: '0x0',
    brokenBy: 'debugctlLbrBtf=fault',
    broken: '#GP',
  },
  {
    rule: 'LBR-ARCH-25',
    title: 'the VMM asks for a depth that perf does not use',
    host: { lbr: 'arch' },
    steps: ['vmm.set_cpuid lbrDepth=8'],
    kept: 'ok',
    brokenBy: 'archBadDepth=einval',
    broken: 'refused',
  },
  {
    rule: 'LBR-ARCH-26',
    title: 'the VMM writes a record while a host event records',
    host: { lbr: 'arch' },
    steps: [
      'vmm.set_cpuid',
      'host.open_lbr_event priority=task-flexible',
      'vmm.set_msr ARCH_FROM_0=0x401000',
      'host.rdmsr ARCH_FROM_0',
    ],
    kept: '0xffffffff81000000',
    brokenBy: 'vmmLbrAccess=like-guest',
    broken: '0x401000',
  },
  {
    rule: 'LBR-ARCH-27',
    title: 'a host event records, and a guest runs',
    host: { lbr: 'arch' },
    steps: ['vmm.set_cpuid', 'host.open_lbr_event priority=cpu-pinned', 'vmm.run', 'host.rdmsr CTL'],
    kept: '0x7f0003',
    brokenBy: 'hostLbrCtl=not-restored',
    broken: '0x0',
  },
  {
    rule: 'LBR-ARCH-28',
    title: 'a guest without Arch LBR enables the XSAVE component',
    host: { lbr: 'arch' },
    steps: ['vmm.set_cpuid archLbr=false', 'guest.wrmsr XSS=0x8000'],
    kept: '#GP',
    brokenBy: 'archXss=with-host',
    broken: '0x8000',
  },
  {
    rule: 'LBR-ARCH-29',
    title: 'a host event has the LBRs, and the guest loads its image',
    host: { lbr: 'arch' },
    steps: [
      'guest.wrmsr CTL=0x7f0003',
      'guest.wrmsr XSS=0x8000',
      'guest.branch from=0x1000 to=0x2000',
      'guest.xsaves',
      'host.open_lbr_event priority=cpu-pinned',
      'guest.xrstors',
    ],
    kept: 'ok',
    brokenBy: 'guestXss=masked',
    broken: '#GP',
  },
  {
    rule: 'LBR-ARCH-38',
    title: 'a guest that lost the LBRs saves them with XSAVES',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr XSS=0x8000', 'host.open_lbr_event priority=cpu-pinned', 'guest.xsaves'],
    kept: '0x0',
    brokenBy: 'guestXss=as-written',
    broken: '0xffffffff81000000',
  },
  {
    rule: 'LBR-ARCH-31',
    title: 'L1 was recording when it entered L2',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr CTL=0x1', 'guest.vmenter_l2', 'guest.rdmsr CTL'],
    kept: '0x1',
    brokenBy: 'archCtlNested=zeroed',
    broken: '0x0',
  },
  {
    rule: 'LBR-ARCH-32',
    title: 'a debug exception while the guest records',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr CTL=0x1', 'guest.db', 'guest.rdmsr CTL'],
    kept: '0x0',
    brokenBy: 'archDb=no',
    broken: '0x1',
  },
  {
    rule: 'LBR-ARCH-33',
    title: 'the guest was recording',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr CTL=0x1', 'vmm.reset', 'guest.rdmsr CTL'],
    kept: '0x0',
    brokenBy: 'archReset=kept',
    broken: '0x1',
  },
  {
    rule: 'LBR-ARCH-34',
    title: 'the SMM handler changes the filter',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr CTL=0x0', 'guest.smi', 'guest.wrmsr CTL=0x2', 'guest.rsm', 'guest.rdmsr CTL'],
    kept: '0x2',
    brokenBy: 'archRsm=whole-ctl',
    broken: '0x0',
  },
  {
    rule: 'LBR-ARCH-35',
    title: 'a PMI while the guest records',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr DEBUGCTL=0x800', 'guest.wrmsr CTL=0x1', 'guest.pmi', 'guest.rdmsr CTL'],
    kept: '0x0',
    brokenBy: 'archPmiFreeze=debugctl',
    broken: '0x1',
  },
  {
    rule: 'LBR-ARCH-36',
    title: 'CPUID has a depth that perf does not use',
    host: { lbr: 'arch', depth: 32, perfDepth: 8 },
    steps: ['vmm.set_cpuid lbrDepth=32', 'guest.rdmsr DEPTH'],
    kept: '#GP',
    brokenBy: 'archDepthSource=cpuid-max',
    broken: '0x20',
  },
];

describeCases('ARCH', cases);

test('the series ends a host profile with the first VM-exit', () => {
  const steps = [{ op: 'host.open_lbr_event' }, { op: 'vmm.run' }, { op: 'host.rdmsr', msr: '0x14ce' }];
  expect(values('arch-lbr-v2', steps, { lbr: 'arch' }).at(-1)).toBe('0x0');
  expect(values('contract', steps, { lbr: 'arch' }).at(-1)).toBe('0x7f0003');
});

test('every rule in the table of the review is violated by the series, and each register rule is in it', () => {
  const page = readFileSync('docs/contract/arch-lbr.mdx', 'utf8');
  const rows = page.split('## The review, patch by patch')[1].match(/^\| \d.*$/gm) ?? [];
  const named = rows.flatMap((row) => row.match(/LBR-[A-Z]+-\d+/g) ?? []);
  expect(rows.length).toBe(12);
  expect(named.filter((id) => ruleById(id)?.violatedOn.includes('arch-lbr-v2') !== true)).toEqual([]);
  const own = archLbr
    .filter(({ world, violatedOn }) => world === 'register' && violatedOn.includes('arch-lbr-v2'))
    .map(({ id }) => id as string);
  expect(own.filter((id) => !named.includes(id))).toEqual([]);
});
