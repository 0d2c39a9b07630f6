import { casesOf, cpuid, get, rd, set, step, wr, type ConformanceCase } from './case.ts';

const debugctl = casesOf('derived', 'DEBUGCTL, VMX patches of 2025');
const caps = casesOf('derived', 'PERF_CAPABILITIES and LBR MSRs, VMX');

const DEBUGCTL = 0x1d9;
const CAP = 0x345;
const SQUASH = {
  designs: ['v5.12', 'v6.2', 'v6.12.0', 'arch-lbr-v2', 'coexist-2023'],
  right: 'the case',
  why: 'The unsupported BTF takes the supported LBR with it until 8a4351ac302c.',
} as const;
const VALUE_OF_VERSION_0 = {
  designs: ['v5.12', 'v6.2', 'v6.12.0', 'v6.12', 'arch-lbr-v2', 'coexist-2023'],
  right: 'the case',
  why: 'A non-zero value is refused while the vPMU has version 0; a1039111192b took the check out.',
} as const;
const offered = (expected: string) => step('vmm.get_feature_msr', {}, expected);

export const derivedCases: readonly ConformanceCase[] = [
  debugctl(
    'D-DC-1',
    'Without LBR the bits LBR and BTF are dropped',
    ['LBR-DBG-20'],
    [cpuid({ pdcm: false }), wr(DEBUGCTL, 1, 'ok 0x0'), wr(DEBUGCTL, 2, 'ok 0x0'), wr(DEBUGCTL, 3, 'ok 0x0')],
  ),
  debugctl(
    'D-DC-2',
    'With LBR the bit LBR is kept and BTF is dropped',
    ['LBR-DBG-20', 'LBR-DBG-25'],
    [cpuid(), wr(DEBUGCTL, 1, 'ok 0x1'), wr(DEBUGCTL, 2, 'ok 0x0'), wr(DEBUGCTL, 3, 'ok 0x1')],
    { asksFirst: 2, disagreements: [SQUASH] },
  ),
  debugctl(
    'D-DC-3',
    'LBR with freeze on PMI',
    ['LBR-DBG-23'],
    [cpuid(), rd(0x1c8, 'ok 0x0'), wr(DEBUGCTL, 0x801, 'ok 0x801')],
    {
      asksFirst: 2,
    },
  ),
  debugctl(
    'D-DC-9',
    'The VMM sets LBR before CPUID',
    ['LBR-DBG-27'],
    [set(DEBUGCTL, 1, 'ok 0x1'), get(DEBUGCTL, 'ok 0x1'), cpuid(), rd(DEBUGCTL, 'ok 0x1')],
    {
      disagreements: [
        {
          designs: ['v5.12'],
          right: 'the case',
          why: 'Guest CPUID was asked for writes of the VMM until b333b8ebb85d.',
        },
        {
          designs: ['v7.3-mediated'],
          right: 'both',
          why: 'KVM offers LBR to nobody; the case is about a host that does.',
        },
      ],
    },
  ),
  debugctl(
    'D-DC-10',
    'FREEZE_IN_SMM of the host is in hardware, follows the host, and is not seen',
    ['LBR-DBG-29', 'LBR-DBG-30'],
    [
      cpuid({ busLockDetect: true }),
      wr(DEBUGCTL, 4, 'ok 0x4'),
      step('cpu.guest_debugctl', {}, 'ok 0x4004'),
      rd(DEBUGCTL, 'ok 0x4'),
      step('host.freeze_in_smm', { on: false }, 'ok'),
      step('cpu.guest_debugctl', {}, 'ok 0x4'),
    ],
    {
      host: { freezeInSmm: true },
      disagreements: [
        {
          designs: ['v5.12', 'v6.2', 'v6.12.0', 'arch-lbr-v2', 'coexist-2023'],
          right: 'the case',
          why: 'VM-entry loads the guest’s value as it is, without the bit; 6b1dd26544d0 keeps the host’s.',
        },
      ],
    },
  ),
  debugctl(
    'D-DC-11',
    'A WRMSR of L2 is in vmcs12',
    ['LBR-NEST-6'],
    [
      cpuid(),
      step('guest.vmenter_l2', { debugctl: '0x0' }, 'ok'),
      wr(DEBUGCTL, 0x801, 'ok 0x801'),
      step('guest.vmexit_l1', {}, 'ok'),
      step('guest.vmread', {}, 'ok 0x801'),
    ],
    { asksFirst: 3 },
  ),
  debugctl(
    'D-DC-14',
    'DEBUGCTL is 0 after RESET, and after INIT',
    ['LBR-RST-1', 'LBR-RST-2'],
    [
      cpuid(),
      wr(DEBUGCTL, 1, 'ok 0x1'),
      step('vmm.reset', {}, 'ok'),
      rd(DEBUGCTL, 'ok 0x0'),
      wr(DEBUGCTL, 1, 'ok 0x1'),
      step('vmm.init', {}, 'ok'),
      rd(DEBUGCTL, 'ok 0x0'),
    ],
    {
      asksFirst: 2,
      disagreements: [
        {
          designs: [
            'v5.12',
            'v6.2',
            'v6.12.0',
            'v6.12',
            'v7.3',
            'arch-lbr-v2',
            'coexist-2023',
            'mediated-lbr',
            'request',
            'contract',
          ],
          right: 'the design',
          why: 'RESET clears it. INIT keeps it, on the CPU and in KVM, which writes the VMCS anew for RESET only.',
        },
      ],
    },
  ),
  casesOf('derived', 'LASTBRANCH on Intel, 2026')(
    'D-SV-8',
    'The VMM writes 0 to LASTBRANCH and LASTINT, and nothing else',
    ['LBR-MSR-23', 'LBR-MIG-1'],
    [
      cpuid(),
      ...[0x1db, 0x1dc, 0x1dd, 0x1de].flatMap((msr) => [set(msr, 0, 'ok'), set(msr, 1, 'refused'), get(msr, 'ok 0x0')]),
    ],
    {
      disagreements: [
        {
          designs: ['v5.12', 'v6.2', 'v6.12.0', 'arch-lbr-v2', 'coexist-2023'],
          right: 'both',
          why: 'The MSRs are not listed there, and the leniency for 0 is for listed MSRs.',
        },
      ],
    },
  ),
  caps(
    'D-PC-1',
    'PERF_CAPABILITIES as offered, before CPUID: the guest has LBR as it would the other way round',
    ['LBR-CAP-7'],
    [set(CAP, 0x2005, ''), cpuid(), rd(CAP, 'ok 0x2005'), rd(0x1c8, 'ok 0x0')],
    { disagreements: [{ designs: ['v7.3-mediated'], right: 'both', why: 'LBR_FMT is not offered.' }] },
  ),
  ...(
    [
      ['a', 'Arch LBR', { lbr: 'arch' }, 'ok 0x2000', ['v5.12', 'v6.2']],
      ['c', 'no call-stack mode', { callstack: false }, 'ok 0x2000', ['v5.12', 'v6.2', 'arch-lbr-v2', 'coexist-2023']],
      ['d', 'perf found no LBRs', { perfDepth: 0 }, 'ok 0x2000', ['v5.12']],
      ['e', 'enable_pmu=0', { enablePmu: false }, 'ok 0x0', []],
      ['f', 'hybrid', { hybrid: true }, 'ok 0x0', ['v5.12', 'arch-lbr-v2']],
    ] as const
  ).map(([letter, what, host, expected, wrong]) =>
    caps(
      `D-PC-6${letter}`,
      `LBR_FMT is 0 on a host with: ${what}`,
      ['LBR-CAP-1', 'LBR-CAP-2', 'LBR-CAP-3', 'LBR-CAP-4'],
      [offered(expected)],
      {
        host,
        disagreements: [
          ...(wrong.length > 0
            ? [
                {
                  designs: wrong,
                  right: 'the case' as const,
                  why: 'KVM offered LBR_FMT there; each of these was fixed by a commit of its own.',
                },
              ]
            : []),
          ...(letter === 'e'
            ? [
                {
                  designs: ['v5.12'] as const,
                  right: 'both' as const,
                  why: 'Intel hosts have no such parameter before v5.17.',
                },
              ]
            : []),
          ...(letter === 'a'
            ? [
                {
                  designs: ['arch-lbr-v2', 'mediated-lbr', 'request', 'contract'] as const,
                  right: 'both' as const,
                  why: 'They offer 0x3f, which is Arch LBR.',
                },
              ]
            : []),
        ],
      },
    ),
  ),
  caps('D-PC-6b', 'LBR_FMT is 0 with the mediated vPMU', ['LBR-CAP-5'], [offered('ok 0x2000')], {
    host: { mediatedPmu: true },
    disagreements: [
      {
        designs: ['v5.12', 'v6.2', 'v6.12.0', 'v6.12', 'arch-lbr-v2', 'coexist-2023'],
        right: 'both',
        why: 'There is no mediated vPMU to be on.',
      },
      {
        designs: ['mediated-lbr'],
        right: 'both',
        why: 'It offers LBRs with the mediated vPMU; that is what it adds.',
      },
    ],
  }),
  caps(
    'D-PC-7',
    'With ignore_msrs a guest write of the current value does not fault, one of another LBR_FMT does',
    ['LBR-CAP-9'],
    [cpuid(), wr(CAP, 0x2005, 'ok'), wr(CAP, 0x2006, '#GP'), get(CAP, 'ok 0x2005')],
    {
      host: { ignoreMsrs: true },
      disagreements: [
        {
          designs: ['v5.12', 'v6.2', 'v6.12.0', 'v6.12', 'arch-lbr-v2', 'coexist-2023'],
          right: 'both',
          why: 'Their refusal is final; ignore_msrs applies to unsupported accesses, and this became one with d75cac366f44.',
        },
        {
          designs: ['v7.3-mediated'],
          right: 'both',
          why: 'The current value is 0x2000 there, so the first write has a wrong LBR_FMT.',
        },
      ],
    },
  ),
  caps(
    'D-PC-8',
    'With vPMU version 0 PERF_CAPABILITIES is accepted and LBR is off',
    ['LBR-CAP-6', 'LBR-CAP-7'],
    [cpuid({ pmuVersion: 0 }), set(CAP, 0x2005, 'ok'), rd(0x1c8, '#GP')],
    {
      disagreements: [
        VALUE_OF_VERSION_0,
        { designs: ['v7.3-mediated'], right: 'both', why: 'LBR_FMT 5 is not offered there.' },
      ],
    },
  ),
];
