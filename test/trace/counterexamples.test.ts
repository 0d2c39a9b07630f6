import { allRules } from '../../src/spec/rules/index.ts';
import { expect, test } from 'vitest';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { checkText } from './check-text.ts';
import { counterexampleRuns } from './counterexample-runs.ts';

/**
 * Judged rules whose shortest counterexample leaves no marks, and why. Longer runs that do are in directed-runs.test.ts
 * and among those of round-trip.test.ts.
 */
const NO_MARKS: Readonly<Record<string, string>> = {
  'LBR-ARCH-1 arch-lbr-v2': 'VM-exit clears LBR_CTL by a VMX control',
  'LBR-ENT-4 arch-lbr-v2': 'VM-exit clears LBR_CTL by a VMX control',
  'LBR-ARCH-4 arch-lbr-v2': 'no host recording shows that the guest is not the owner',
  'LBR-MSR-1': 'no host recording shows that the guest is not the owner',
  'LBR-MSR-2': 'no host recording shows that the guest is not the owner',
  ...Object.fromEntries(
    ['arch-lbr-v2', 'v5.12', 'v6.2', 'v6.12.0', 'v6.12', 'v7.3'].map((design) => [
      `LBR-ISO-1 ${design}`,
      'a guest has run since perf wiped the record',
    ]),
  ),
  'LBR-ISO-2': 'a guest has run since perf wrote LBR_SELECT',
  'LBR-CTX-5': 'perf has not saved the records of the guest before the host turns recording on',
  'LBR-DBG-1 coexist-2023': 'what firmware left in DEBUGCTL is there before the first line',
};

const judged = new Set(traceRules(allRules).map(({ id }) => id));
const runs = counterexampleRuns().filter(({ rule }) => judged.has(rule));

test('the counterexample of a judged rule is reported in its last step, or it is said why it leaves no marks', () => {
  const reported: string[] = [];
  for (const { rule, design, text, lastLine } of runs) {
    const lines = checkText(text)
      .violations.filter((one) => one.rule === rule)
      .map(({ line }) => line);
    const name = `${rule} ${design}`;
    if ((NO_MARKS[name] ?? NO_MARKS[rule]) !== undefined) expect([name, lines]).toEqual([name, []]);
    else {
      const [end = 0, before = 0] = lastLine.toReversed();
      expect([name, lines.length > 0]).toEqual([name, true]);
      expect([name, lines.filter((line) => line <= before || line > end)]).toEqual([name, []]);
      reported.push(rule);
    }
  }
  expect([...new Set(reported)].toSorted()).toEqual(['LBR-DBG-1', 'LBR-DBG-2', 'LBR-DBG-4', 'LBR-ENT-4', 'LBR-ISO-1']);
});

test('every reason is about a counterexample that exists', () => {
  const names = new Set(runs.flatMap(({ rule, design }) => [rule, `${rule} ${design}`]));
  expect(Object.keys(NO_MARKS).filter((name) => !names.has(name))).toEqual([]);
});
