import type { DesignName } from '../../designs/index.ts';
import type { ScenarioStep } from '../types.ts';

/** Where a case comes from. */
type Origin = 'kernel selftest' | 'kvm-unit-tests' | 'posted, not merged' | 'VMM' | 'derived';

/** One case of a test that exists, or that follows from a patch, as steps with what each must give. */
export interface ConformanceCase {
  readonly id: string;
  readonly origin: Origin;
  /** File, patch or project. */
  readonly from: string;
  readonly title: string;
  readonly rules: readonly string[];
  readonly host?: Readonly<Record<string, unknown>>;
  readonly steps: readonly ScenarioStep[];
  /** Per step `ok`, `#GP`, `ok 0x5` and so on; empty where the case does not look. */
  readonly expected: readonly string[];
  /** Number of leading steps that the test asks first; where they come out otherwise, it skips. */
  readonly asksFirst: number;
  readonly disagreements: readonly Disagreement[];
}

/** Designs that come out otherwise than the case expects, and who is right. */
export interface Disagreement {
  readonly designs: readonly DesignName[];
  readonly right: 'the case' | 'the design' | 'both';
  readonly why: string;
}

/** A step and what it must give. */
type Line = readonly [step: ScenarioStep, expected?: string];

type Extra = Partial<Pick<ConformanceCase, 'host' | 'asksFirst' | 'disagreements'>>;

/** The cases of one origin. */
export const casesOf =
  (origin: Origin, from: string) =>
  (
    id: string,
    title: string,
    rules: readonly string[],
    lines: readonly Line[],
    extra: Extra = {},
  ): ConformanceCase => ({
    id,
    origin,
    from,
    title,
    rules,
    ...(extra.host && { host: extra.host }),
    steps: lines.map(([step]) => step),
    expected: lines.map(([, expected = '']) => expected),
    asksFirst: extra.asksFirst ?? 0,
    disagreements: extra.disagreements ?? [],
  });

const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

export const cpuid = (fields: Readonly<Record<string, unknown>> = {}): Line => [
  { op: 'vmm.set_cpuid', ...fields },
  'ok',
];
export const rd = (msr: number, expected: string): Line => [{ op: 'guest.rdmsr', msr: hex(msr) }, expected];
export const wr = (msr: number, value: number | bigint, expected: string): Line => [
  { op: 'guest.wrmsr', msr: hex(msr), value: hex(value) },
  expected,
];
export const get = (msr: number, expected: string): Line => [{ op: 'vmm.get_msr', msr: hex(msr) }, expected];
export const set = (msr: number, value: number | bigint, expected: string): Line => [
  { op: 'vmm.set_msr', msr: hex(msr), value: hex(value) },
  expected,
];
export const step = (op: string, args: Readonly<Record<string, unknown>> = {}, expected = ''): Line => [
  { op, ...args },
  expected,
];

/** Numbers from 0 to n - 1. */
export const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
