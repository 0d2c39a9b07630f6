/** What the page of answers says about designs that no column of the matrix shows. */
import { expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { modelOf, ruleOf, type Flips } from '../rules/protocol-harness.ts';

const IRQS_ON: Flips = { msrAccess: 'irqs-on' };
const RULES = ['LBR-MSR-1', 'LBR-MSR-2', 'LBR-ISO-1', 'LBR-ISO-2', 'LBR-ISO-3'];

/** The rules among `rules` that a complete search of the instance breaks. */
function brokenIn(design: string, flips: Flips, instance: string, rules: readonly string[]): string[] {
  const model = modelOf(design, instance, flips);
  const found = explore(
    model,
    rules.map((id) => ruleOf(id).property(model.machine)),
  );
  expect(found.end).toBe('complete');
  return rules.filter((_, index) => found.properties[index]?.verdict === 'violated');
}

test('a request makes IRQs off around an access unnecessary, which the contract needs', () => {
  for (const instance of ['pinned', 'raw-1b00', 'two-vms-select']) {
    expect(brokenIn('request', IRQS_ON, instance, RULES)).toEqual([]);
  }
  expect(brokenIn('contract', IRQS_ON, 'pinned', RULES)).toContain('LBR-ISO-1');
});

test('in v7.3 an ordinary event does not come in between, one with the encoding of the guest event does', () => {
  const rules = ['LBR-MSR-1', 'LBR-MSR-2'];
  expect(brokenIn('v7.3', IRQS_ON, 'guest-writes', rules)).toEqual([]);
  expect(brokenIn('v7.3', IRQS_ON, 'two-vms-select', rules)).toEqual([]);
  expect(brokenIn('v7.3', IRQS_ON, 'pinned', ['LBR-MSR-1'])).toEqual([]);
  expect(brokenIn('v7.3', IRQS_ON, 'raw-1b00', ['LBR-MSR-1'])).toEqual(['LBR-MSR-1']);
});

test('a look at vcpu_load() does not do, not even where perf asks', () => {
  expect(brokenIn('request', { passthroughDecision: 'vcpu-load' }, 'pinned', ['LBR-ENT-1'])).toEqual(['LBR-ENT-1']);
});
