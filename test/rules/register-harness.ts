/** Hand-written cases of the register world: how they are written down, played, and held against the property. */
import { expect, test } from 'vitest';
import { contract } from '../../src/spec/designs/contract.ts';
import { registerMutants } from '../../src/spec/designs/mutants.ts';
import { MSR } from '../../src/spec/model/register/index.ts';
import { registerRules } from '../../src/spec/rules/index.ts';
import { parseDocument } from '../../src/spec/scenario/parse.ts';
import { replayRegister } from '../../src/spec/scenario/replay-register.ts';
import type { ScenarioStep } from '../../src/spec/scenario/types.ts';
import { registerSwitches } from '../../src/spec/switches/register.ts';
import { withFlips } from '../../src/spec/switches/switch.ts';
import { violatesRegisterRule } from '../../src/spec/verify/register.ts';

/** A run of the contract that keeps a rule, and breaks it where one decision of the contract is another. */
export interface Case {
  readonly rule: string;
  /** What happens, for the reader of the report. */
  readonly title: string;
  readonly host?: Readonly<Record<string, unknown>>;
  /** One step per line: `guest.wrmsr DEBUGCTL=0x1`, `vmm.set_cpuid rtm=false`. MSRs by name, or by number in hexadecimal. */
  readonly steps: readonly string[];
  /** What the last step shows in the contract: its value where it has one, its result otherwise. */
  readonly kept: string;
  /** A mutant of the contract, by name, that the rule kills; or several flips as `a=b, c=d`. */
  readonly brokenBy: string;
  /** What the last step shows there. */
  readonly broken: string;
}

/** Names of MSRs in steps, beside those of the model. */
const MSRS: Readonly<Record<string, number>> = {
  ...MSR,
  SELECT: MSR.LBR_SELECT,
  CTL: MSR.ARCH_LBR_CTL,
  DEPTH: MSR.ARCH_LBR_DEPTH,
  FROM_0: 0x680,
  FROM_1: 0x681,
  TO_0: 0x6c0,
  INFO_0: 0xdc0,
  ARCH_FROM_0: MSR.ARCH_LBR_FROM_0,
  ARCH_FROM_1: MSR.ARCH_LBR_FROM_0 + 1,
  ARCH_INFO_0: MSR.ARCH_LBR_INFO_0,
};

function parseStep(line: string): ScenarioStep {
  const [op = '', ...words] = line.split(' ');
  const args = words.flatMap((word): [string, unknown][] => {
    const [, name = word, value] = /^(\w+)=(.*)$/.exec(word) ?? [];
    if (!/^[A-Z]/.test(name)) return [[name, /^(true|false|\d+|\{.*)$/.test(value) ? JSON.parse(value) : value]];
    if (!Object.hasOwn(MSRS, name)) throw new RangeError(`${line}: there is no MSR ${name} in register-harness.ts`);
    return [
      ['msr', `0x${MSRS[name].toString(16)}`],
      ...(value === undefined ? [] : [['value', value] as [string, unknown]]),
    ];
  });
  return { op, ...Object.fromEntries(args) };
}

/** What the last step shows. */
function lastOf({ host, steps }: Case, switches: Readonly<Record<string, string>>): string {
  const document = { design: 'contract', switches, host: { ...host }, steps: steps.map(parseStep) };
  const last = replayRegister(parseDocument(document)).at(-1);
  return last?.result === 'ok' ? (last.value ?? 'ok') : (last?.result ?? 'no step');
}

function flipsOf(name: string): Readonly<Record<string, string>> {
  const parts = name.split(', ');
  if (parts.length > 1) return Object.fromEntries(parts.map((part) => part.split('=') as [string, string]));
  const mutant = registerMutants.find((candidate) => candidate.name === name);
  if (mutant === undefined) throw new RangeError(`there is no mutant "${name}" of the register world`);
  return mutant.flips;
}

/** The same cases as the tests that mutants are noticed: generated once per rule. */
const OPTIONS = { runs: 80, seed: 7 };

/** The tests of the register rules of a chapter: each case kept, broken, and noticed by the property. */
export function describeCases(code: string, cases: readonly Case[]): void {
  for (const one of cases) {
    const { rule: id, title, kept, brokenBy, broken } = one;
    test(`${id} is kept by the contract: ${title}`, () => {
      expect(lastOf(one, {})).toBe(kept);
    });
    test(`${id} is broken by ${brokenBy}: ${title}`, () => {
      expect(broken).not.toBe(kept);
      expect(lastOf(one, flipsOf(brokenBy))).toBe(broken);
    });
    test(`${id} notices ${brokenBy}, and nothing in the contract`, () => {
      const rule = registerRules.find((candidate) => candidate.id === id);
      if (rule === undefined) throw new RangeError(`there is no register rule ${id}`);
      const violates = (flips: Readonly<Record<string, string>>): boolean => {
        const settings = withFlips(registerSwitches, contract.register, flips);
        return violatesRegisterRule(rule, { name: 'contract', settings }, OPTIONS);
      };
      expect(violates(flipsOf(brokenBy))).toBe(true);
      expect(violates({})).toBe(false);
    });
  }
  test(`each register rule of ${code} has a case`, () => {
    const ids = registerRules.map(({ id }) => id).filter((id) => id.startsWith(`LBR-${code}-`));
    expect(ids.filter((id) => cases.every(({ rule }) => rule !== id))).toEqual([]);
  });
}
