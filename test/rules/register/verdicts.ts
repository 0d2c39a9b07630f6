import { describe, expect, test } from 'vitest';
import { designNamed, designNames } from '../../../src/spec/designs/index.ts';
import type { LbrRegisterRule } from '../../../src/spec/rules/kit/register/rule.ts';
import { replayRegister } from '../../../src/spec/scenario/replay-register.ts';
import { judgeRegisterRule } from '../../../src/spec/verify/register.ts';

const OPTIONS = { runs: 250, seed: 42 };

/** Rules that do not apply for another reason than that their precondition is never met; the page gives it. */
const NOT_VACUOUS = ['LBR-CAP-5', 'LBR-ARCH-25'];

/** On every design each rule comes out as it declares, strict both ways. */
export function expectDeclaredVerdicts(rules: readonly { readonly world: string; readonly id: string }[]): void {
  const own = rules.filter((rule): rule is LbrRegisterRule => rule.world === 'register');
  describe.each(own.map((rule) => [rule.id as string, rule] as const))('%s', (_id, rule) => {
    test.each(designNames)('on %s', (name) => {
      const judged = judgeRegisterRule(rule, { name, settings: designNamed(name).register }, OPTIONS);
      if (rule.notApplicable?.[name] !== undefined) {
        if (!NOT_VACUOUS.includes(rule.id)) expect(judged.reason).toBe('no case met the precondition');
        return;
      }
      expect(judged.reason).toBeUndefined();
      expect(judged.verdict).toBe(rule.violatedOn.includes(name) ? 'violated' : 'holds');
      const { counterexample } = judged;
      if (counterexample) expect(() => replayRegister(counterexample)).not.toThrow();
    });
  });
}
