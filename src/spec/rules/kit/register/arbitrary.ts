import * as fc from 'fast-check';
import { DEBUGCTL, type GuestCpuid, type Host, type Priority } from '../../../model/register/index.ts';

/** Legacy hosts on which guest LBR works on every release that has it. */
export const legacyHost: fc.Arbitrary<Partial<Host>> = fc.constantFrom<Partial<Host>[]>(
  {},
  { depth: 16, lbrFmt: 4, info: 0, model: 60 },
  { lbrFmt: 7, model: 122 },
  { rtm: false, busLockDetect: false },
  { freezeInSmm: true },
);

/** Hosts with Arch LBR that can be given to guests. */
export const archHost: fc.Arbitrary<Partial<Host>> = fc.constantFrom<Partial<Host>[]>(
  { lbr: 'arch' },
  { lbr: 'arch', depth: 16 },
  { lbr: 'arch', freezeInSmm: true },
);

/** Hosts with LBRs of either kind. */
export const lbrHost: fc.Arbitrary<Partial<Host>> = fc.oneof(
  { weight: 2, arbitrary: legacyHost },
  { weight: 1, arbitrary: archHost },
);

/** Hosts on which KVM has a reason not to offer LBR. */
const limitedHost: fc.Arbitrary<Partial<Host>> = fc.constantFrom<Partial<Host>[]>(
  { perfDepth: 0 },
  { callstack: false },
  { depth: 8, from: 0x40, to: 0x60, info: 0, lbrFmt: 2, callstack: false, model: 55 },
  { pdcm: false },
  { enablePmu: false },
  { hybrid: true },
  { lbr: 'none' },
  { lbr: 'arch', callstack: false },
  { lbr: 'arch', lbrCtlControls: false },
);

export const anyHost: fc.Arbitrary<Partial<Host>> = fc.oneof(
  { weight: 3, arbitrary: legacyHost },
  { weight: 1, arbitrary: archHost },
  { weight: 2, arbitrary: limitedHost },
);

/** CPUID that leaves guest LBR on, with or without the features that DEBUGCTL looks at. */
export const lbrCpuid: fc.Arbitrary<Partial<GuestCpuid>> = fc.record(
  { rtm: fc.boolean(), busLockDetect: fc.boolean(), pmuVersion: fc.integer({ min: 2, max: 3 }) },
  { requiredKeys: [] },
);

/** CPUID of every kind: features, no PDCM, no vPMU, a foreign model. */
export const anyCpuid: fc.Arbitrary<Partial<GuestCpuid>> = fc.oneof(
  { weight: 2, arbitrary: lbrCpuid },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        pdcm: fc.boolean(),
        pmuVersion: fc.constantFrom(0, 1, 2, 5),
        model: fc.constantFrom(1, 106),
        rtm: fc.boolean(),
        busLockDetect: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  },
);

/** Bits that DEBUGCTL has on some CPU, and two that it has on none. */
const DEBUGCTL_BITS: readonly bigint[] = [
  ...Object.values(DEBUGCTL),
  1n << 6n,
  1n << 7n,
  1n << 8n,
  1n << 4n,
  1n << 16n,
];

/** Sums of few bits, so that accepted and refused values are both frequent. */
export const debugctlValue: fc.Arbitrary<bigint> = fc
  .subarray([...DEBUGCTL_BITS], { maxLength: 3 })
  .map((bits) => bits.reduce((sum, bit) => sum | bit, 0n));

/** Values that are accepted on a vCPU with LBR, RTM and bus-lock detection. */
export const plainDebugctl: fc.Arbitrary<bigint> = fc
  .subarray([DEBUGCTL.LBR, DEBUGCTL.BTF, DEBUGCTL.FREEZE_LBRS_ON_PMI])
  .map((bits) => bits.reduce((sum, bit) => sum | bit, 0n));

/** A canonical address that no host record holds. */
export const address: fc.Arbitrary<bigint> = fc.integer({ min: 1, max: 0xffff }).map((page) => BigInt(page) << 12n);

export const priority: fc.Arbitrary<Priority> = fc.constantFrom<Priority[]>(
  'cpu-pinned',
  'task-pinned',
  'cpu-flexible',
  'task-flexible',
);
