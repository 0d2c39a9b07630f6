import { casesOf, cpuid, get, rd, set, step, upTo, wr, type ConformanceCase } from './case.ts';

const caps = casesOf('kernel selftest', 'vmx_pmu_caps_test.c');
const features = casesOf('kernel selftest', 'feature_msrs_test.c');

const CAP = 0x345;
/** PERF_CAPABILITIES that KVM offers on the default host. */
const HC = 0x2005n;
const flip = (bit: number): bigint => HC ^ (1n << BigInt(bit));
/** The two fields of several bits, which the test looks at by themselves, and the one bit that may be left out. */
const FORMATS = 0xf3fn;
const FULL_WIDTH = 0x2000n;

const OLD_REWRITE = {
  designs: ['v5.12', 'v6.2', 'arch-lbr-v2'],
  right: 'the case',
  why: 'These kernels let the VMM rewrite feature MSRs at any time; the freeze came with v6.4.',
} as const;

const MEDIATED = {
  designs: ['v7.3-mediated'],
  right: 'both',
  why: 'The mediated vPMU offers LBR_FMT 0; the test takes the value that KVM offers for its own.',
} as const;

export const selftestCases: readonly ConformanceCase[] = [
  caps(
    'KS-PC-01',
    'Every guest write of PERF_CAPABILITIES faults, the current value included',
    ['LBR-CAP-9'],
    [cpuid(), wr(CAP, HC, '#GP'), wr(CAP, 0n, '#GP'), ...upTo(64).map((bit) => wr(CAP, flip(bit), '#GP'))],
  ),
  caps(
    'KS-PC-02',
    'What the guest tried left no trace',
    ['LBR-CAP-9', 'LBR-CAP-12'],
    [cpuid(), wr(CAP, 0n, '#GP'), get(CAP, 'ok 0x2005')],
    { disagreements: [MEDIATED] },
  ),
  caps(
    'KS-PC-03',
    'After the first run the same value is accepted',
    ['LBR-CAP-10'],
    [cpuid(), step('vmm.run', {}, 'ok'), set(CAP, HC, 'ok')],
    { disagreements: [MEDIATED] },
  ),
  caps(
    'KS-PC-04',
    'After the first run 0 is refused',
    ['LBR-CAP-10'],
    [cpuid(), step('vmm.run', {}, 'ok'), set(CAP, 0n, 'refused')],
    { disagreements: [OLD_REWRITE] },
  ),
  caps(
    'KS-PC-05',
    'After the first run every other value is refused',
    ['LBR-CAP-10', 'LBR-CAP-8'],
    [cpuid(), step('vmm.run', {}, 'ok'), ...upTo(64).map((bit) => set(CAP, flip(bit), 'refused'))],
    { disagreements: [OLD_REWRITE] },
  ),
  caps(
    'KS-PC-06',
    'Before the first run 0 and back',
    ['LBR-CAP-8'],
    [cpuid(), set(CAP, 0n, 'ok'), set(CAP, HC, 'ok')],
    { disagreements: [MEDIATED] },
  ),
  caps(
    'KS-PC-07',
    'Each bit that is not immutable, alone and left out',
    ['LBR-CAP-8'],
    [cpuid(), set(CAP, 0x2000n, 'ok'), set(CAP, 0x5n, 'ok'), set(CAP, HC, 'ok')],
    { disagreements: [MEDIATED] },
  ),
  caps(
    'KS-PC-08',
    'Each bit that KVM does not offer or that is immutable, flipped, is refused',
    ['LBR-CAP-8'],
    [
      cpuid(),
      ...upTo(64).flatMap((bit) =>
        ((FORMATS | FULL_WIDTH) >> BigInt(bit)) & 1n ? [] : [set(CAP, flip(bit), 'refused')],
      ),
    ],
  ),
  caps(
    'KS-PC-09',
    'No LBR_FMT but 0 and the host’s own',
    ['LBR-CAP-8'],
    [
      cpuid(),
      ...upTo(64).flatMap((format) => (format === 0 || format === 5 ? [] : [set(CAP, 0x2000 | format, 'refused')])),
    ],
  ),
  caps(
    'KS-PC-10',
    'No PEBS_FMT but the host’s own',
    ['LBR-CAP-8'],
    [cpuid(), ...upTo(15).map((format) => set(CAP, HC | (BigInt(format + 1) << 8n), 'refused'))],
  ),
  caps(
    'KS-PC-11',
    'Without PDCM the MSR reads 0, takes 0 and nothing else',
    ['LBR-CAP-11'],
    [
      cpuid(),
      set(CAP, HC, 'ok'),
      cpuid({ pdcm: false }),
      get(CAP, 'ok 0x0'),
      set(CAP, 0, 'ok'),
      ...upTo(64).map((bit) => set(CAP, 1n << BigInt(bit), 'refused')),
    ],
    {
      disagreements: [
        {
          designs: ['v5.12', 'v6.2', 'v6.12.0', 'v6.12', 'arch-lbr-v2', 'coexist-2023'],
          right: 'the case',
          why: 'The VMM reads the value that it wrote, although no guest can see it; d75cac366f44 ended that in v6.13, and the test came with it.',
        },
        MEDIATED,
      ],
    },
  ),
  caps(
    'KS-PC-12',
    'LBR_TOS is there with LBR_FMT and gone without leaf 0xA',
    ['LBR-CAP-6', 'LBR-MSR-27'],
    [cpuid(), set(0x1c9, 7, 'ok'), get(0x1c9, 'ok 0x7'), cpuid({ pmuVersion: 0 }), set(0x1c9, 7, 'refused')],
    {
      disagreements: [
        {
          designs: ['v5.12', 'v6.2', 'arch-lbr-v2'],
          right: 'the case',
          why: 'The refresh returned before it looked at the records; fixed by 957d0f70e97b in v6.4.',
        },
        MEDIATED,
      ],
    },
  ),
  features(
    'KS-FM-01',
    'A new vCPU has what KVM offers',
    ['LBR-CAP-16'],
    [cpuid(), get(CAP, 'ok 0x2005'), set(CAP, HC, 'ok')],
    { disagreements: [MEDIATED] },
  ),
  features(
    'KS-FM-02',
    'A new vCPU has nothing once the quirk is off',
    ['LBR-CAP-16'],
    [step('vmm.disable_stuffed_msrs', {}, 'ok'), cpuid(), get(CAP, 'ok 0x0'), rd(0x1c8, '#GP')],
    { asksFirst: 1 },
  ),
  casesOf('kernel selftest', 'pmu_counters_test.c')(
    'KS-CT-01',
    'PERF_CAPABILITIES before the PMU version of the test: kept at any version',
    ['LBR-CAP-7', 'LBR-CAP-12'],
    // The vCPU has the PMU version that KVM offers when the test writes the MSR, and gets another one after that.
    [
      cpuid(),
      set(CAP, 0x2000, 'ok'),
      ...[0, 1, 2, 5].flatMap((pmuVersion) => [cpuid({ pmuVersion }), get(CAP, 'ok 0x2000')]),
      rd(0x1c8, '#GP'),
    ],
  ),
  casesOf('kernel selftest', 'xss_msr_test.c')(
    'KS-XS-01',
    'XSS of a new vCPU is 0',
    ['LBR-ARCH-28'],
    [cpuid(), get(0xda0, 'ok 0x0')],
  ),
  casesOf('kernel selftest', 'xss_msr_test.c')(
    'KS-XS-02',
    'XSS[15] without Arch LBR is refused',
    ['LBR-ARCH-28'],
    [cpuid(), set(0xda0, 0x8000, 'refused')],
  ),
];
