import type { RuleName } from '../../kit/rule.ts';
import { DEBUGCTL, MSR } from '../msrs.ts';
import { enumerates, expect, GUEST_CONFIGS, type Expectation, type GuestAccess } from './guest-configs.ts';
import { difference, expectation } from './guest-words.ts';

/** A set of configurations, one bit each, by their index in GUEST_CONFIGS. */
export type ConfigSet = number;

/** What is known of one guest: which configurations it may have, and DEBUGCTL in each. */
export interface GuestKnowledge {
  readonly open: ConfigSet;
  readonly debugctl: readonly (bigint | undefined)[];
  /** Steps from here that were taken before. */
  readonly steps: Map<number, GuestStep>;
}

/** What one access says, and what is known after it. */
export interface GuestStep {
  readonly next: GuestKnowledge;
  /** Undefined where the access only tells what the guest is like. */
  readonly rule: RuleName | undefined;
  readonly verdict: 'kept' | 'violated' | 'unknown';
  /** Why it is unknown. */
  readonly reason: string;
  /** What the open configurations would do. */
  readonly expected: string;
  /** Configurations that the access rules out. */
  readonly excluded: ConfigSet;
  /** Configurations, ruled out before, that would allow the access. */
  readonly allowedBy: ConfigSet;
}

const MOST_KNOWLEDGE = 2000;

/**
 * The judgement of guest accesses as a table that fills on demand: the reference implementation is asked once for each
 * knowledge and access, and a trace asks the same few things over and over.
 */
export class GuestTable {
  readonly #ignoreMsrs: boolean;
  #interned = new Map<string, GuestKnowledge>();

  /** `ignoreMsrs`: kvm.ignore_msrs=1 on the host. */
  constructor(ignoreMsrs: boolean) {
    this.#ignoreMsrs = ignoreMsrs;
  }

  start(configs: ConfigSet): GuestKnowledge {
    return this.#intern(
      configs,
      GUEST_CONFIGS.map(() => undefined),
    );
  }

  /** The same configurations, DEBUGCTL not known. */
  forget(knowledge: GuestKnowledge): GuestKnowledge {
    return this.start(knowledge.open);
  }

  step(knowledge: GuestKnowledge, access: GuestAccess): GuestStep {
    const key = keyOf(access);
    let step = knowledge.steps.get(key);
    if (step === undefined) {
      step = this.#judge(knowledge, access);
      if (Number.isSafeInteger(key) && knowledge.steps.size < MOST_KNOWLEDGE) knowledge.steps.set(key, step);
    }
    return step;
  }

  #judge(knowledge: GuestKnowledge, access: GuestAccess): GuestStep {
    const judged = GUEST_CONFIGS.map((config, index) => {
      const expected = clearedByHardware(expect(config, knowledge.debugctl[index], access, this.#ignoreMsrs), access);
      const open = (knowledge.open & (1 << index)) !== 0;
      return { config, expected, open, bit: 1 << index, fits: fits(expected, access) && plausible(config, access) };
    });
    const set = (which: (one: (typeof judged)[number]) => boolean): ConfigSet =>
      judged.filter(which).reduce((bits, { bit }) => bits | bit, 0);
    const open = judged.filter((one) => one.open);
    const violated = open.every((one) => !one.fits);
    const excluded = violated ? 0 : set((one) => one.open && !one.fits);
    const free = open.find((one) => one.fits && one.expected.outcome === 'free');
    const decisive = excluded !== 0 ? open.find((one) => !one.fits) : open[0];
    const verdict = violated ? 'violated' : excluded !== 0 || free ? 'unknown' : 'kept';
    const accepted = access.write && !access.fault && access.msr === MSR.debugctl;
    return {
      next: this.#intern(
        knowledge.open & ~excluded,
        judged.map(({ expected, fits: fit }, index) =>
          accepted ? (fit ? expected.debugctl : stored(index, access)) : expected.debugctl,
        ),
      ),
      rule: access.msr === MSR.perfCapabilities && !access.write ? undefined : decisive?.expected.rule,
      verdict,
      reason: excluded !== 0 ? difference(open) : (free?.expected.why ?? ''),
      expected: [...new Set(open.map((one) => expectation(one.expected, access)))].join(' or '),
      excluded,
      allowedBy: set((one) => !one.open && one.fits),
    };
  }

  #intern(open: ConfigSet, debugctl: readonly (bigint | undefined)[]): GuestKnowledge {
    const key = `${open} ${debugctl.map((value) => value?.toString(16) ?? '').join()}`;
    let knowledge = this.#interned.get(key);
    if (knowledge === undefined) {
      if (this.#interned.size >= MOST_KNOWLEDGE) this.#interned = new Map();
      knowledge = { open, debugctl, steps: new Map() };
      this.#interned.set(key, knowledge);
    }
    return knowledge;
  }
}

/** A value that was accepted against the rule: its supported bits are what a read may show. */
function stored(index: number, access: GuestAccess): bigint | undefined {
  const bits = [...Array(64).keys()].map((bit) => 1n << BigInt(bit)).filter((bit) => (access.value & bit) !== 0n);
  return bits.reduce((value, bit) => {
    const alone = expect(GUEST_CONFIGS[index], 0n, { ...access, value: bit }, false);
    return alone.outcome === 'success' ? value | (alone.debugctl ?? 0n) : value;
  }, 0n);
}

/**
 * A debug exception and a freezing PMI clear LBR without a mark: a read that lacks it and nothing else says nothing, and
 * shows what DEBUGCTL is now.
 */
function clearedByHardware(expected: Expectation, access: GuestAccess): Expectation {
  const { outcome, reads } = expected;
  if (access.msr !== MSR.debugctl || access.write || outcome !== 'success' || reads === undefined) return expected;
  if ((reads & DEBUGCTL.lbr) === 0n || access.value !== (reads & ~DEBUGCTL.lbr)) return expected;
  return {
    ...expected,
    outcome: 'free',
    why: 'a debug exception or a freezing PMI may have cleared LBR',
    debugctl: access.value,
  };
}

function fits(expected: Expectation, access: GuestAccess): boolean {
  switch (expected.outcome) {
    case 'fault':
      return access.fault;
    case 'success':
      return !access.fault && (access.write || expected.reads === undefined || expected.reads === access.value);
    case 'free':
      return true;
  }
}

function plausible(config: (typeof GUEST_CONFIGS)[number], access: GuestAccess): boolean {
  if (access.msr !== MSR.perfCapabilities || access.write || access.fault) return true;
  return enumerates(config, access.value);
}

/** One number per access; not a safe integer where the value is too wide for that. */
function keyOf({ msr, write, fault, value }: GuestAccess): number {
  if (value > 0xffffffffn) return NaN;
  return (msr * 4 + (write ? 2 : 0) + (fault ? 1 : 0)) * 2 ** 32 + Number(value);
}
