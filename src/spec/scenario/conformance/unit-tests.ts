import { casesOf, cpuid, rd, step, upTo, wr, type ConformanceCase } from './case.ts';

const lbr = casesOf('kvm-unit-tests', 'x86/pmu_lbr.c');
const vmx = casesOf('kvm-unit-tests', 'x86/vmx_tests.c');

const DEBUGCTL = 0x1d9;
const branch = step('guest.branch', {}, 'ok');
const enter = (debugctl: string, controls: boolean) =>
  step('guest.vmenter_l2', { debugctl, loadDebugControls: controls, saveDebugControls: controls }, 'ok');
const exit = step('guest.vmexit_l1', {}, 'ok');
const vmread = (expected: string) => step('guest.vmread', {}, expected);

const NO_BTF =
  'BTF is not virtualized. It is dropped, from a WRMSR as from vmcs12; the expectation is commented out in the test.';
const BEFORE_CHECK = ['v5.12', 'v6.2', 'v6.12.0', 'arch-lbr-v2', 'coexist-2023'] as const;
const SINCE_CHECK = ['v6.12', 'v7.3', 'v7.3-mediated', 'mediated-lbr', 'request', 'contract'] as const;

export const unitTestCases: readonly ConformanceCase[] = [
  lbr(
    'KUT-L-01',
    'Without PDCM the test skips and touches no LBR MSR',
    ['LBR-CAP-11'],
    [cpuid({ pdcm: false }), rd(0x345, '#GP')],
  ),
  lbr(
    'KUT-L-02',
    'The records are at 0x680 and 0x6c0, not at 0x40 and 0x60',
    ['LBR-MSR-21'],
    [cpuid(), wr(0x680, 0, 'ok'), wr(0x6c0, 0, 'ok'), wr(0x40, 0, '#GP'), wr(0x60, 0, '#GP')],
    { asksFirst: 2 },
  ),
  lbr('KUT-L-03', 'LBR_SELECT and TOS take 0', ['LBR-MSR-21'], [cpuid(), wr(0x1c8, 0, 'ok'), wr(0x1c9, 0, 'ok')], {
    asksFirst: 2,
  }),
  lbr(
    'KUT-L-05',
    'After many branches every record is there',
    ['LBR-MSR-22'],
    [
      cpuid(),
      wr(DEBUGCTL, 1, 'ok 0x1'),
      ...upTo(40).map(() => branch),
      wr(DEBUGCTL, 0, 'ok'),
      ...upTo(32).flatMap((i) => [rd(0x680 + i, 'ok 0x401000'), rd(0x6c0 + i, 'ok 0x402000')]),
    ],
    { asksFirst: 2 },
  ),
  lbr(
    'KUT-L-06',
    'TOS can be 0 after recording; the check that it is not was taken out again',
    ['LBR-MSR-22'],
    [cpuid(), wr(DEBUGCTL, 1, 'ok 0x1'), ...upTo(32).map(() => branch), rd(0x1c9, 'ok 0x0')],
    { asksFirst: 2 },
  ),
  casesOf('kvm-unit-tests', 'x86/pmu_pebs.c')(
    'KUT-P-01',
    'Adaptive PEBS, whose records show the LBRs of the host, is not offered',
    ['LBR-CAP-17'],
    [step('vmm.get_feature_msr', {}, 'ok 0x24c5')],
    {
      host: { pebsEpt: true, perfCapabilities: '0x64c5' },
      disagreements: [
        {
          designs: ['v6.2', 'arch-lbr-v2', 'coexist-2023'],
          right: 'the case',
          why: 'PEBS_BASELINE was offered until 9e985cbf2942, and a guest read host addresses through it.',
        },
        {
          designs: ['v5.12', 'v7.3-mediated'],
          right: 'both',
          why: 'No guest has PEBS, and with the mediated vPMU none has LBR, so the test skips.',
        },
        {
          designs: ['mediated-lbr'],
          right: 'both',
          why: 'A guest has LBRs there and no PEBS, so the test skips.',
        },
      ],
    },
  ),
  vmx(
    'KUT-V-01',
    'L2 starts with DEBUGCTL of vmcs12 (commented out)',
    ['LBR-NEST-1', 'LBR-DBG-20'],
    [cpuid(), wr(DEBUGCTL, 1, 'ok'), enter('0x2', true), rd(DEBUGCTL, 'ok 0x2')],
    {
      disagreements: [{ designs: [...SINCE_CHECK], right: 'the design', why: NO_BTF }],
    },
  ),
  vmx(
    'KUT-V-02',
    'An exit clears DEBUGCTL and saves that of L2 (commented out)',
    ['LBR-NEST-3', 'LBR-NEST-6'],
    [
      cpuid(),
      wr(DEBUGCTL, 1, 'ok'),
      enter('0x2', true),
      wr(DEBUGCTL, 3, 'ok'),
      exit,
      rd(DEBUGCTL, 'ok 0x0'),
      vmread('ok 0x3'),
    ],
    {
      disagreements: [
        {
          designs: [...BEFORE_CHECK],
          right: 'the case',
          why: 'LBR is lost as well as BTF: the write of 3 took both bits away until 8a4351ac302c.',
        },
        {
          designs: [...SINCE_CHECK],
          right: 'the design',
          why: `${NO_BTF} LBR is saved where the guest has it.`,
        },
      ],
    },
  ),
  vmx(
    'KUT-V-03',
    'Without the controls L2 has the DEBUGCTL of L1 (commented out)',
    ['LBR-NEST-2'],
    [cpuid(), wr(DEBUGCTL, 1, 'ok 0x1'), enter('0x2', false), rd(DEBUGCTL, 'ok 0x1')],
    { asksFirst: 2 },
  ),
  vmx(
    'KUT-V-04',
    'Without the controls vmcs12 keeps its value (commented out)',
    ['LBR-NEST-3', 'LBR-NEST-7'],
    [cpuid(), enter('0x2', false), wr(DEBUGCTL, 3, 'ok'), exit, rd(DEBUGCTL, 'ok 0x0'), vmread('ok 0x2')],
  ),
  vmx(
    'KUT-V-05',
    'RTM_DEBUG in vmcs12 with RTM',
    ['LBR-NEST-4', 'LBR-DBG-21'],
    [cpuid({ rtm: true }), enter('0x8000', true)],
  ),
  casesOf('kvm-unit-tests', 'lib/x86/pmu.c')(
    'KUT-O-04',
    'PERF_CAPABILITIES is read with PDCM only; its low bits are the LBR version',
    ['LBR-CAP-11', 'LBR-CAP-12'],
    [cpuid(), rd(0x345, 'ok 0x2005')],
    {
      disagreements: [{ designs: ['v7.3-mediated'], right: 'both', why: 'LBR_FMT is 0 with the mediated vPMU.' }],
    },
  ),
];
