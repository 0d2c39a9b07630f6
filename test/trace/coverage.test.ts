import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { EVENT_NAMES } from '../../src/spec/trace/read/events.ts';
import { allRules } from '../../src/spec/rules/index.ts';
import { checkText } from './check-text.ts';

const TRACE_RULES = traceRules(allRules);

test('a report has every judged rule once, whatever the trace', () => {
  const report = checkText('# tracer: nop\n');
  expect(report.rules.map(({ rule }) => rule)).toEqual(TRACE_RULES.map(({ id }) => id));
  expect(new Set(report.rules.map(({ rule }) => rule)).size).toBe(TRACE_RULES.length);
});

test('every verdict of a real trace is about a rule in the table', () => {
  const report = checkText(readFileSync('test/data/traces/kvm-lbr-not-exposed.ftrace', 'utf8'));
  // A union of bits is a question of its own beside what the access comes to.
  const judged = report.rules
    .filter(({ rule }) => rule !== 'LBR-DBG-25')
    .reduce((sum, { kept, violated, unknown }) => sum + kept + violated + unknown, 0);
  const accesses = report.summary.events.find(({ name }) => name === 'kvm_msr')?.count ?? 0;
  // The read of PERF_CAPABILITIES is not an occasion of a rule: it tells what the guest is like.
  expect(judged).toBe(accesses - 1);
});

test('what a rule needs is an event that the reader knows, or a column', () => {
  const known = (need: string): boolean => {
    const name = need.split(':')[1];
    return need === 'latency flags' || need === 'CPU column' || name === '*' || EVENT_NAMES.has(name);
  };
  expect(TRACE_RULES.flatMap(({ needs, helps }) => [...needs, ...helps]).filter((need) => !known(need))).toEqual([]);
});
