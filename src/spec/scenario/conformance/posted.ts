import { casesOf, cpuid, rd, step, upTo, wr, type ConformanceCase } from './case.ts';

const contend = casesOf('posted, not merged', 'vmx_pmu_lbr_contend, June 2023');
const arch = casesOf('posted, not merged', 'pmu_arch_lbr.c, August 2021');
const branch = step('guest.branch', {}, 'ok');
const open = (priority: string) => step('host.open_lbr_event', { priority }, 'ok');

/** The test of Arch LBR asks CPUID first; LBR_CTL is there with it. */
const probe = [cpuid(), rd(0x14ce, 'ok 0x0')] as const;
const ARCH_HOST = { host: { lbr: 'arch' }, asksFirst: 2 } as const;

export const postedCases: readonly ConformanceCase[] = [
  contend('LIST-C-0', 'The guest has LBR_FMT', ['LBR-CAP-16'], [cpuid(), rd(0x345, 'ok 0x2005')], {
    disagreements: [{ designs: ['v7.3-mediated'], right: 'both', why: 'The test skips without LBR_FMT.' }],
  }),
  contend(
    'LIST-C-1',
    'Beside a CPU-pinned host event the guest’s write of TOS vanishes',
    ['LBR-MSR-28', 'LBR-MSR-30'],
    [cpuid(), open('cpu-pinned'), wr(0x1c9, 3, 'ok'), rd(0x1c9, 'ok 0x0')],
    {
      disagreements: [
        {
          designs: ['v5.12', 'v6.2', 'v6.12.0', 'v6.12', 'v7.3', 'arch-lbr-v2'],
          right: 'the case',
          why: 'perf documents that a CPU-pinned event comes first. The code gives the guest the LBRs; it was called intentional on the list.',
        },
        { designs: ['v7.3-mediated'], right: 'both', why: 'Without LBR the MSR faults; the test skips.' },
        {
          designs: ['mediated-lbr'],
          right: 'both',
          why: 'perf takes host events off while a guest with a mediated vPMU runs, so nobody contends.',
        },
      ],
    },
  ),
  contend(
    'LIST-C-3',
    'Beside a flexible host event the guest’s write of TOS is kept',
    ['LBR-MSR-22'],
    [cpuid(), open('cpu-flexible'), wr(0x1c9, 3, 'ok'), rd(0x1c9, 'ok 0x3')],
    {
      disagreements: [
        { designs: ['v7.3-mediated'], right: 'both', why: 'Without LBR the MSR faults; the test skips.' },
      ],
    },
  ),
  arch('LIST-A-1', 'DEPTH takes the depth of CPUID', ['LBR-ARCH-21'], [...probe, wr(0x14cf, 32, 'ok')], ARCH_HOST),
  arch(
    'LIST-A-2',
    'After many branches every record is there',
    ['LBR-ARCH-20', 'LBR-ARCH-23'],
    [
      ...probe,
      wr(0x14ce, 0x3f0003, 'ok'),
      ...upTo(33).map(() => branch),
      wr(0x14ce, 0x3f0002, 'ok'),
      ...upTo(32).flatMap((i) => [
        rd(0x1500 + i, 'ok 0x401000'),
        rd(0x1600 + i, 'ok 0x402000'),
        rd(0x1200 + i, 'ok 0x1'),
      ]),
    ],
    ARCH_HOST,
  ),
  arch(
    'LIST-A-3',
    'XSAVES stores what the MSRs hold, and XRSTORS brings it back',
    ['LBR-ARCH-28', 'LBR-ARCH-29'],
    [
      ...probe,
      wr(0x14ce, 0x3f0003, 'ok'),
      branch,
      wr(0x14ce, 0x3f0002, 'ok'),
      wr(0xda0, 0x8000, 'ok'),
      step('guest.xsaves', {}, 'ok'),
      wr(0x1500, 0, 'ok'),
      wr(0x14ce, 0, 'ok'),
      step('guest.xrstors', {}, 'ok'),
      rd(0x1500, 'ok 0x401000'),
      rd(0x14ce, 'ok 0x3f0002'),
    ],
    ARCH_HOST,
  ),
  casesOf('posted, not merged', 'power-on selftest, 2018')(
    'LIST-A-5',
    'LBR_CTL of the guest is not in the register after VM-exit',
    ['LBR-ARCH-27'],
    [...probe, wr(0x14ce, 0xf, 'ok'), step('host.rdmsr', { msr: '0x14ce' }, 'ok 0x0')],
    ARCH_HOST,
  ),
];
