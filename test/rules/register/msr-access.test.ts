import { msrAccessRegister } from '../../../src/spec/rules/msr-access/register.ts';
import { describeCases, type Case } from '../register-harness.ts';
import { expectDeclaredVerdicts } from './verdicts.ts';

expectDeclaredVerdicts(msrAccessRegister);

const cases: Case[] = [
  {
    rule: 'LBR-MSR-20',
    title: 'the VMM has set PERF_CAPABILITIES to 0',
    host: { lbr: 'arch' },
    steps: ['vmm.set_cpuid archLbr=false', 'vmm.set_msr PERF_CAPABILITIES=0x0', 'guest.rdmsr ARCH_FROM_0'],
    kept: '#GP',
    brokenBy: 'lbrMsrRange=without-check',
    broken: '0x0',
  },
  {
    rule: 'LBR-MSR-21',
    title: 'LBR_FMT 7 has INFO MSRs',
    host: { lbrFmt: 7, model: 122 },
    steps: ['guest.rdmsr INFO_0'],
    kept: '0x0',
    brokenBy: 'infoMsrs=format-5',
    broken: '#GP',
  },
  {
    rule: 'LBR-MSR-22',
    title: 'the guest reads a record that it wrote',
    steps: ['guest.wrmsr FROM_0=0x1000', 'guest.rdmsr FROM_0'],
    kept: '0x1000',
    brokenBy: 'lbrDummyCheck=inverted',
    broken: '0x0',
  },
  {
    rule: 'LBR-MSR-23',
    title: 'a debugger reads the last branch',
    steps: ['guest.rdmsr LASTBRANCHFROMIP'],
    kept: '0x0',
    brokenBy: 'lastBranchMsrs=fault',
    broken: '#GP',
  },
  {
    rule: 'LBR-MSR-24',
    title: 'the guest writes an address that is not canonical',
    host: { lbr: 'arch' },
    steps: ['guest.wrmsr ARCH_FROM_0=0x123456789abcdef'],
    kept: '#GP',
    brokenBy: 'lbrMsrTrapWrite=unchecked',
    broken: '0x0',
  },
  {
    rule: 'LBR-MSR-25',
    title: 'the VMM reads a record that the guest wrote',
    steps: ['guest.wrmsr FROM_0=0x1000', 'vmm.get_msr FROM_0'],
    kept: '0x1000',
    brokenBy: 'lbrDummyCheck=inverted',
    broken: '0x0',
  },
  {
    rule: 'LBR-MSR-26',
    title: 'the VMM reads records while a flexible host event records',
    host: { lbr: 'arch' },
    steps: ['host.open_lbr_event priority=cpu-flexible', 'vmm.get_msr ARCH_FROM_0', 'host.rdmsr ARCH_FROM_0'],
    kept: '0xffffffff81000000',
    brokenBy: 'vmmLbrAccess=like-guest',
    broken: '0x0',
  },
  {
    rule: 'LBR-MSR-27',
    title: 'the VMM writes a value that the CPU refuses, while the host owns the LBRs',
    steps: ['host.open_lbr_event priority=cpu-pinned', 'vmm.set_msr FROM_0=0x123456789abcdef'],
    kept: 'refused',
    brokenBy: 'vmmLbrAccess=like-guest',
    broken: '0x0',
  },
  {
    rule: 'LBR-MSR-28',
    title: 'a pinned host event takes the LBRs',
    steps: ['guest.rdmsr SELECT', 'host.open_lbr_event priority=cpu-pinned', 'guest.rdmsr SELECT'],
    kept: '0x0',
    brokenBy: 'lostAccess=fault',
    broken: '#GP',
  },
  {
    rule: 'LBR-MSR-29',
    title: 'a host event comes and goes between two reads of the guest',
    host: { lbr: 'arch' },
    steps: [
      'guest.rdmsr ARCH_FROM_0',
      'host.open_lbr_event priority=cpu-pinned',
      'host.close_lbr_event',
      'guest.rdmsr ARCH_FROM_0',
    ],
    kept: '0x0',
    brokenBy: 'vlbrFirstUse=reset-if-first-user',
    broken: '0xffffffff81000000',
  },
  {
    rule: 'LBR-MSR-30',
    title: 'the guest branches while a pinned host event records',
    host: { lbr: 'arch' },
    steps: [
      'guest.rdmsr CTL',
      'host.open_lbr_event priority=cpu-pinned',
      'guest.wrmsr CTL=0x3',
      'guest.branch from=0x1000 to=0x2000',
      'host.rdmsr ARCH_FROM_0',
    ],
    kept: '0xffffffff81000000',
    brokenBy: 'hostEventOrder=bypass',
    broken: '0x1000',
  },
  {
    rule: 'LBR-MSR-31',
    title: 'a host event has taken the LBRs and is closed',
    steps: [
      'guest.wrmsr FROM_0=0x1000',
      'host.open_lbr_event priority=cpu-pinned',
      'guest.rdmsr FROM_0',
      'host.close_lbr_event',
      'guest.rdmsr FROM_0',
    ],
    kept: '0x1000',
    brokenBy: 'vlbrReenable=never',
    broken: '0x0',
  },
];

describeCases('MSR', cases);
