import { expect, test } from 'vitest';
import {
  expectedGuestAccess,
  type GuestAccess,
  type GuestCpuid,
  type Host,
} from '../../../src/spec/model/register/index.ts';
import { v7_3 } from '../../../src/spec/designs/v7.3.ts';

const rd = (msr: number): GuestAccess => ({ kind: 'rdmsr', msr });
const wr = (msr: number, value: bigint): GuestAccess => ({ kind: 'wrmsr', msr, value });

function onV73(host: Partial<Host>, cpuid: Partial<GuestCpuid>, access: GuestAccess) {
  const { result, value, rule } = expectedGuestAccess(host, cpuid, access, v7_3.register);
  return value === undefined ? [result, rule] : [result, rule, value];
}

test('a guest without LBR faults on every LBR MSR', () => {
  for (const msr of [0x1c8, 0x1c9, 0x680, 0x69f, 0x6c0, 0xdc0, 0x14ce, 0x14cf, 0x1200, 0x1500, 0x1600, 0x40, 0x60]) {
    expect(onV73({}, { pdcm: false }, rd(msr)), msr.toString(16)).toEqual(['#GP', 'LBR-MSR-20']);
    expect(onV73({}, { pdcm: false }, wr(msr, 0n)), msr.toString(16)).toEqual(['#GP', 'LBR-MSR-20']);
  }
});

test('PERF_CAPABILITIES: #GP without PDCM, read-only with it', () => {
  expect(onV73({}, { pdcm: false }, rd(0x345))).toEqual(['#GP', 'LBR-CAP-11']);
  expect(onV73({}, {}, rd(0x345))).toEqual(['ok', 'LBR-CAP-12', 0x2005n]);
  expect(onV73({}, {}, wr(0x345, 0x2005n))).toEqual(['#GP', 'LBR-CAP-9']);
});

test('DEBUGCTL without LBR: LBR and BTF are ignored, FREEZE_LBRS_ON_PMI faults', () => {
  expect(onV73({}, { pdcm: false }, wr(0x1d9, 3n))).toEqual(['ok', 'LBR-DBG-20']);
  expect(onV73({}, { pdcm: false }, wr(0x1d9, 0x801n))).toEqual(['#GP', 'LBR-DBG-23']);
  expect(onV73({}, { pdcm: false }, wr(0x1d9, 0x1000n))).toEqual(['#GP', 'LBR-DBG-24']);
  expect(onV73({}, { rtm: true }, wr(0x1d9, 0x8000n))).toEqual(['ok', 'LBR-DBG-21']);
  expect(onV73({}, { rtm: false }, wr(0x1d9, 0x8000n))).toEqual(['#GP', 'LBR-DBG-21']);
});

test('the first index behind the records faults', () => {
  expect(onV73({ depth: 16, info: 0 }, {}, rd(0x68f))).toEqual(['ok', 'LBR-MSR-22', 0n]);
  expect(onV73({ depth: 16, info: 0 }, {}, rd(0x690))).toEqual(['#GP', 'LBR-MSR-21']);
});
