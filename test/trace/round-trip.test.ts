import { allRules } from '../../src/spec/rules/index.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { checkText } from './check-text.ts';
import { AS, everyDesign, JUDGED, printedRun, type Told } from './printed-run.ts';

const runs = fc
  .record({
    design: fc.constantFrom(...everyDesign),
    instance: fc.nat(),
    choices: fc.array(fc.nat(1 << 16), { minLength: 30, maxLength: 120, size: 'max' }),
  })
  .map(({ design, instance, choices }) => printedRun(design, instance, choices));

/** Rules that are judged under the assumption that the host records only where it owns the LBRs. */
const ACCESS = ['LBR-MSR-1', 'LBR-MSR-2', 'LBR-ARCH-4', 'LBR-ARCH-26'];
const OPS: Readonly<Record<string, RegExp>> = {
  'LBR-CTX-5': /^(?:perf|sched|nmi)\./,
  'LBR-OWN-11': /^nmi\./,
};
const KVM_OPS = /^kvm\.(restore_debugctl|access_lbr_msr|finish_lbr_msr)$/;

test('every rule that is judged here is in the coverage table', () => {
  expect(JUDGED.filter((id) => traceRules(allRules).every((rule) => rule.id !== id))).toEqual([]);
});

/** Reported violations that the run does not bear out: another rule, or a line of another step. */
function unproved(violations: readonly { rule: string; line: number }[], steps: readonly Told[]): string[] {
  return violations.flatMap(({ rule, line }) => {
    const step = steps.find((one) => one.firstLine <= line && line <= one.lastLine);
    const assumed = ACCESS.includes(rule) && step?.hostRecordsForGuest === true;
    const broken = assumed || (AS[rule] ?? [rule]).some((id) => step?.broken.has(id));
    return step !== undefined && (OPS[rule] ?? KVM_OPS).test(step.op) && broken
      ? []
      : [`${rule} at line ${line}, ${step?.op}`];
  });
}

test('a rule is reported where the run violates it with marks, at its line, and nowhere else', () => {
  let reported = 0;
  let expected = 0;
  fc.assert(
    fc.property(runs, ({ text, steps }) => {
      const { violations } = checkText(text);
      reported += violations.length;
      expect(unproved(violations, steps)).toEqual([]);
      for (const { rule, line } of visibleViolations(steps)) {
        expected++;
        expect(violations).toContainEqual(expect.objectContaining({ rule, line }));
      }
    }),
    { numRuns: 600, seed: 7 },
  );
  expect(reported).toBeGreaterThan(50);
  expect(expected).toBeGreaterThan(50);
});

test('the property has teeth: a report of another rule, of another line, or of a run that keeps the rule fails it', () => {
  const sample = fc.sample(runs, { numRuns: 60, seed: 7 });
  const violating = sample.find(({ text }) => checkText(text).violations.length > 0);
  const [found] = checkText(violating?.text ?? '').violations;
  const steps = violating?.steps ?? [];
  expect(unproved([found], steps)).toEqual([]);
  expect(unproved([{ ...found, rule: 'LBR-OWN-1' }], steps)).toHaveLength(1);
  expect(unproved([{ ...found, line: 3 }], steps)).toHaveLength(1);
  // A judge that calls every VM round trip a violation.
  const kept = sample.filter(
    ({ text, steps: told }) => text.includes('kvm_exit') && told.every((one) => one.broken.size === 0),
  );
  expect(kept.length).toBeGreaterThan(5);
  for (const run of kept) {
    const exits = run.steps.filter(({ op }) => op === 'kvm.restore_debugctl');
    const invented = exits.map(({ lastLine }) => ({ rule: 'LBR-ENT-4', line: lastLine }));
    expect(unproved(invented, run.steps)).toHaveLength(invented.length);
  }
});

const BITS = [
  { rule: 'LBR-DBG-1', bit: 1, lost: false, needs: 0 },
  { rule: 'LBR-ENT-4', bit: 1, lost: true, needs: 0 },
  { rule: 'LBR-DBG-4', bit: 0x800, lost: true, needs: 1 },
];

/**
 * What the text shows, worked out from the steps and not by the checker: DEBUGCTL that a line of the host shows before
 * kvm_entry, and what KVM's write leaves after it, with no other write between.
 */
function visibleViolations(steps: readonly Told[]): { rule: string; line: number }[] {
  const found: { rule: string; line: number }[] = [];
  const cpus = new Map<string, { shown: number | undefined; written: boolean; inRun: boolean; disturbed: boolean }>();
  for (const step of steps) {
    step.lines.forEach((text, index) => {
      const cpu = /\[(\d+)\]/.exec(text)?.[1] ?? '';
      const state = cpus.get(cpu) ?? { shown: undefined, written: false, inRun: false, disturbed: false };
      cpus.set(cpu, state);
      const access = /(read|write)_msr: 1d9, value (\w+)/.exec(text);
      if (text.includes('kvm_entry:')) Object.assign(state, { inRun: true, disturbed: false });
      if (access && state.inRun && step.op !== 'kvm.restore_debugctl') state.disturbed = true;
      if (access && !state.inRun) {
        const value = Number.parseInt(access[2], 16);
        const same = access[1] === 'read' && value === state.shown;
        Object.assign(state, { shown: value, written: same ? state.written : access[1] === 'write' });
      }
      if (!text.includes('kvm_exit:')) return;
      const { shown: before } = state;
      const restore = step.lines.findIndex((one) => one.includes('write_msr: 1d9'));
      const after = restore < 0 ? 0 : Number.parseInt(/value (\w+)/.exec(step.lines[restore])?.[1] ?? '', 16);
      const told = before !== undefined && !state.disturbed && (restore >= 0 || state.written || before === 0);
      if (told) {
        for (const { rule, bit, lost, needs } of BITS) {
          const gone = (before & bit) !== 0 && (after & bit) === 0;
          const came = (before & bit) === 0 && (after & bit) !== 0;
          if ((lost ? gone : came) && (before & needs) === needs) {
            found.push({ rule, line: step.firstLine + (restore < 0 ? index : restore) });
          }
        }
      }
      const changed = before === undefined || ((before ^ after) & 0x4801) !== 0;
      Object.assign(state, {
        inRun: false,
        shown: told && !changed ? after : changed && told ? undefined : state.shown,
      });
    });
  }
  return found;
}
