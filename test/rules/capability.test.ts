import { expect, test } from 'vitest';
import { capability } from '../../src/spec/rules/capability.ts';
import { results } from './register/run.ts';
import { describeCases, type Case } from './register-harness.ts';
import { expectDeclaredVerdicts } from './register/verdicts.ts';

expectDeclaredVerdicts(capability);

const cases: Case[] = [
  {
    rule: 'LBR-CAP-1',
    title: 'perf has no records of this CPU',
    host: { perfDepth: 0 },
    steps: ['vmm.get_feature_msr'],
    kept: '0x2000',
    brokenBy: 'advertiseSource=host-msr',
    broken: '0x2005',
  },
  {
    rule: 'LBR-CAP-2',
    title: 'guest CPUID without Arch LBR on a host with Arch LBR',
    host: { lbr: 'arch' },
    steps: ['vmm.set_cpuid archLbr=false', 'guest.rdmsr ARCH_FROM_0'],
    kept: '#GP',
    brokenBy: 'archHostLegacyFmt=advertised',
    broken: '0x0',
  },
  {
    rule: 'LBR-CAP-3',
    title: 'a CPU without call-stack mode',
    host: { callstack: false },
    steps: ['vmm.get_feature_msr'],
    kept: '0x2000',
    brokenBy: 'callstackRequired=no',
    broken: '0x2005',
  },
  {
    rule: 'LBR-CAP-4',
    title: 'kvm.enable_pmu is off',
    host: { enablePmu: false },
    steps: ['vmm.get_feature_msr'],
    kept: '0x0',
    brokenBy: 'vpmuParameter=absent',
    broken: '0x2005',
  },
  {
    rule: 'LBR-CAP-5',
    title: 'kvm_intel.enable_mediated_pmu is on',
    host: { mediatedPmu: true },
    steps: ['vmm.get_feature_msr'],
    kept: '0x2000',
    brokenBy: 'mediatedVpmu=absent',
    broken: '0x2005',
  },
  {
    rule: 'LBR-CAP-6',
    title: 'the guest has another CPU model',
    steps: ['vmm.set_cpuid model=1', 'guest.rdmsr SELECT'],
    kept: '#GP',
    brokenBy: 'modelMatch=ignored',
    broken: '0x0',
  },
  {
    rule: 'LBR-CAP-7',
    title: 'PERF_CAPABILITIES before CPUID',
    steps: [
      'vmm.disable_stuffed_msrs',
      'vmm.set_msr PERF_CAPABILITIES=0x2005',
      'vmm.set_cpuid',
      'guest.rdmsr PERF_CAPABILITIES',
    ],
    kept: '0x2005',
    brokenBy: 'perfCapNeedsPmuVersion=yes',
    broken: '0x0',
  },
  {
    rule: 'LBR-CAP-8',
    title: 'the VMM sets a format that the host does not have',
    steps: ['vmm.set_msr PERF_CAPABILITIES=0x2001'],
    kept: 'refused',
    brokenBy: 'perfCapFormatCheck=supported-bits',
    broken: '0x2001',
  },
  {
    rule: 'LBR-CAP-9',
    title: 'the guest writes back what it read',
    steps: ['guest.wrmsr PERF_CAPABILITIES=0x2005'],
    kept: '#GP',
    brokenBy: 'perfCapGuestWrite=accepted',
    broken: '0x2005',
  },
  {
    rule: 'LBR-CAP-10',
    title: 'PERF_CAPABILITIES after the first KVM_RUN',
    steps: ['vmm.set_cpuid', 'vmm.run', 'vmm.set_msr PERF_CAPABILITIES=0x5'],
    kept: 'refused',
    brokenBy: 'featureMsrsAfterRun=writable',
    broken: '0x5',
  },
  {
    rule: 'LBR-CAP-11',
    title: 'a VMM sets PERF_CAPABILITIES for a guest without PDCM',
    steps: ['vmm.set_cpuid pdcm=false', 'vmm.set_msr PERF_CAPABILITIES=0x2005'],
    kept: 'refused',
    brokenBy: 'perfCapNeedsPdcm=no',
    broken: '0x2005',
  },
  {
    rule: 'LBR-CAP-12',
    title: 'the VMM sets the format and another bit',
    steps: ['vmm.set_msr PERF_CAPABILITIES=0x2005', 'vmm.get_msr PERF_CAPABILITIES'],
    kept: '0x2005',
    brokenBy: 'perfCapStored=masked',
    broken: '0x5',
  },
  {
    rule: 'LBR-CAP-13',
    title: 'the VMM sets DEBUGCTL.LBR of a guest without LBR',
    steps: ['vmm.set_cpuid model=1', 'vmm.set_msr DEBUGCTL=0x1', 'guest.rdmsr DEBUGCTL'],
    kept: '0x0',
    brokenBy: 'debugctlAtEntry=as-stored',
    broken: '0x1',
  },
  {
    rule: 'LBR-CAP-14',
    title: 'the VMM has disabled the vPMU of the VM',
    steps: ['vmm.disable_pmu', 'vmm.set_cpuid', 'guest.rdmsr SELECT'],
    kept: '#GP',
    brokenBy: 'pmuCapability=ignored',
    broken: '0x0',
  },
  {
    rule: 'LBR-CAP-15',
    title: 'guest CPUID with Arch LBR on a host with legacy LBR',
    steps: ['vmm.set_cpuid archLbr=true lbrDepth=32', 'guest.rdmsr CTL'],
    kept: '#GP',
    brokenBy: 'archFlavour=guest-cpuid',
    broken: '0x0',
  },
  {
    rule: 'LBR-CAP-16',
    title: 'a VMM that never sets PERF_CAPABILITIES',
    steps: ['vmm.set_cpuid', 'guest.rdmsr PERF_CAPABILITIES'],
    kept: '0x2005',
    brokenBy: 'freshPerfCapabilities=zero',
    broken: '0x0',
  },
  {
    rule: 'LBR-CAP-17',
    title: 'a host with adaptive PEBS',
    host: { pebsEpt: true, perfCapabilities: '0x64c5' },
    steps: ['vmm.get_feature_msr'],
    kept: '0x24c5',
    brokenBy: 'pebs=with-adaptive',
    broken: '0x64c5',
  },
];

describeCases('CAP', cases);

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
