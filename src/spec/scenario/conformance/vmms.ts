import { casesOf, cpuid, get, rd, set, step, wr, type ConformanceCase } from './case.ts';

const qemu = casesOf('VMM', 'QEMU');
const save = step('vmm.save', {}, 'ok');
const restore = step('vmm.restore', {}, 'ok');

const NOT_LISTED = {
  designs: ['v5.12', 'v6.2', 'v6.12.0', 'arch-lbr-v2', 'coexist-2023'],
  right: 'the case',
  why: 'DEBUGCTL is not in the MSR index list, so no VMM saves it; 3700f0788da6 listed it in 2026.',
} as const;
const NO_LBR = { designs: ['v7.3-mediated'], right: 'both', why: 'The vCPU has no LBR to begin with.' } as const;
const probe = [cpuid(), rd(0x14ce, 'ok 0x0')] as const;

export const vmmCases: readonly ConformanceCase[] = [
  qemu('QEMU-3', 'Another LBR_FMT than the host’s is refused', ['LBR-CAP-8'], [cpuid(), set(0x345, 0x2004, 'refused')]),
  qemu(
    'QEMU-4',
    'lbr-fmt=0 turns LBR off',
    ['LBR-CAP-6', 'LBR-MSR-20'],
    [cpuid(), set(0x345, 0x2000, 'ok'), rd(0x1c8, '#GP'), rd(0x680, '#GP')],
  ),
  qemu(
    'QEMU-5',
    'Without lbr-fmt the host’s format is passed through',
    ['LBR-CAP-16'],
    [cpuid(), rd(0x345, 'ok 0x2005')],
    {
      disagreements: [NO_LBR],
    },
  ),
  qemu('QEMU-6', 'Arch LBR is saved with a depth of 32', ['LBR-MIG-2'], [...probe, get(0x14cf, 'ok 0x20')], {
    host: { lbr: 'arch' },
    asksFirst: 2,
  }),
  qemu(
    'QEMU-7',
    'LBR_CTL, DEPTH, then the records',
    ['LBR-MIG-4'],
    [
      ...probe,
      set(0x14ce, 3, 'ok'),
      set(0x14cf, 32, 'ok'),
      set(0x1500, 0x401000, 'ok'),
      set(0x1600, 0x402000, 'ok'),
      rd(0x14ce, 'ok 0x3'),
      rd(0x1500, 'ok 0x401000'),
      rd(0x1600, 'ok 0x402000'),
    ],
    { host: { lbr: 'arch' }, asksFirst: 2 },
  ),
  qemu(
    'QEMU-8',
    'Records survive although LBREn is 0',
    ['LBR-MIG-3'],
    [
      ...probe,
      wr(0x14ce, 3, 'ok'),
      step('guest.branch', {}, 'ok'),
      wr(0x14ce, 2, 'ok'),
      save,
      restore,
      rd(0x14ce, 'ok 0x2'),
      rd(0x1500, 'ok 0x401000'),
    ],
    {
      host: { lbr: 'arch' },
      asksFirst: 2,
      disagreements: [
        {
          designs: ['arch-lbr-v2'],
          right: 'the case',
          why: 'The series lists LBR_CTL and DEPTH and leaves the records out.',
        },
        {
          designs: ['request'],
          right: 'the case',
          why: 'It has the ownership of the contract, and the index list of 7.3, in which no LBR MSR is.',
        },
      ],
    },
  ),
  casesOf('VMM', 'Firecracker')(
    'VMM-1',
    'A snapshot brings DEBUGCTL back',
    ['LBR-MIG-2', 'LBR-MIG-3'],
    [cpuid(), wr(0x1d9, 1, 'ok 0x1'), save, restore, rd(0x1d9, 'ok 0x1')],
    { asksFirst: 2, disagreements: [NOT_LISTED] },
  ),
  casesOf('VMM', 'Firecracker')(
    'VMM-2',
    'Without PDCM and leaf 0xA there is no LBR and PERF_CAPABILITIES reads 0',
    ['LBR-CAP-11', 'LBR-MSR-20'],
    [cpuid({ pdcm: false, pmuVersion: 0 }), get(0x345, 'ok 0x0'), rd(0x1c8, '#GP')],
    {
      disagreements: [
        {
          designs: ['v5.12', 'v6.2', 'v6.12.0', 'v6.12', 'arch-lbr-v2', 'coexist-2023'],
          right: 'the case',
          why: 'The VMM reads what the vCPU was created with, although no guest can see it; d75cac366f44 ended that in v6.13.',
        },
      ],
    },
  ),
  casesOf('VMM', 'Firecracker')(
    'VMM-3',
    'A guest with bus-lock detection runs with DEBUGCTL 4',
    ['LBR-DBG-22'],
    [cpuid({ busLockDetect: true }), wr(0x1d9, 4, 'ok 0x4')],
  ),
  casesOf('VMM', 'cloud-hypervisor')(
    'VMM-4',
    'DEBUGCTL restored after the nested state belongs to L2',
    ['LBR-MIG-3'],
    [
      cpuid(),
      step('guest.vmenter_l2', { debugctl: '0x0' }, 'ok'),
      wr(0x1d9, 1, 'ok 0x1'),
      save,
      restore,
      rd(0x1d9, 'ok 0x1'),
    ],
    { asksFirst: 3, disagreements: [NOT_LISTED] },
  ),
  casesOf('VMM', 'cloud-hypervisor')(
    'VMM-5',
    'A target with another LBR_FMT fails the restore',
    ['LBR-MIG-5'],
    [cpuid(), save, step('vmm.restore', { host: { lbrFmt: 6 } }, 'refused')],
    { disagreements: [NO_LBR] },
  ),
  casesOf('VMM', 'crosvm')(
    'VMM-6',
    'Every listed MSR of a snapshot can be set again',
    ['LBR-MIG-1', 'LBR-MIG-3'],
    [cpuid(), wr(0x1d9, 1, 'ok'), save, restore],
  ),
  casesOf('VMM', 'crosvm')(
    'VMM-7',
    'MSRs one by one, in another order',
    ['LBR-MIG-4'],
    [cpuid(), save, step('vmm.restore', { order: 'reversed' }, 'ok')],
  ),
];
