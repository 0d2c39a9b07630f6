import { describe, expect, test } from 'vitest';
import { ruleById } from '../../src/spec/rules/index.ts';
import type { LbrRegisterRule } from '../../src/spec/rules/kit/register/rule.ts';
import { differences, replayCompared } from '../../src/spec/scenario/compared.ts';
import { replayRegister } from '../../src/spec/scenario/replay-register.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';
import { judgeRegisterRule } from '../../src/spec/verify/register.ts';
import { registerSettings } from '../../src/spec/verify/settings.ts';

function counterexample(id: string, design: string): Scenario {
  const rule = ruleById(id) as LbrRegisterRule;
  const subject = { name: design, settings: registerSettings({ design }) };
  const { counterexample: found } = judgeRegisterRule(rule, subject, { runs: 200, seed: 1 });
  if (found === undefined) throw new Error(`${id} holds on ${design}`);
  return found;
}

const ops = (scenario: Scenario): string[] => scenario.steps.map(({ op }) => op);

describe('the counterexample of a rule that compares two vCPUs', () => {
  test('LBR-DBG-32 ends with the bit in hardware, not with the guest that it is compared with', () => {
    const scenario = counterexample('LBR-DBG-32', 'v7.3');
    expect(ops(scenario).at(-1)).toBe('cpu.guest_debugctl');
    expect(scenario.compared?.map(({ as }) => as)).toEqual(['a guest of the same CPUID that writes the value itself']);
  });

  test('LBR-DBG-26 ends with what DEBUGCTL reads', () => {
    const scenario = counterexample('LBR-DBG-26', 'v6.2');
    expect(scenario.steps.at(-1)).toEqual({ op: 'guest.rdmsr', msr: '0x1d9' });
  });

  test('LBR-CAP-7 says which MSR differs, and what each vCPU reads', () => {
    const scenario = counterexample('LBR-CAP-7', 'v7.3');
    const said = differences(scenario.steps, replayRegister(scenario), replayCompared(scenario));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^Here guest\.rdmsr (0x[0-9a-f]+): .+; a vCPU whose CPUID was set .+, the same: /);
  });
});
