import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isObstacle } from '../../src/spec/lab/plan.ts';
import { translateProtocol } from '../../src/spec/lab/translate/protocol.ts';
import { translateRegister } from '../../src/spec/lab/translate/register.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';

const folder = new URL('../../scenarios/counterexamples/', import.meta.url);
const read = (rule: string, design: string): Scenario =>
  JSON.parse(readFileSync(new URL(`${rule}/${design}.json`, folder), 'utf8')) as Scenario;
const planned = (scenario: Scenario) =>
  scenario.instance === undefined ? translateRegister(scenario) : translateProtocol(scenario);
const textOf = (scenario: Scenario): string[] => {
  const plan = planned(scenario);
  if (isObstacle(plan)) throw new Error(plan.cannot);
  return plan.lines.map(({ text }) => text);
};

const releases = readdirSync(folder).flatMap((rule) =>
  readdirSync(new URL(`${rule}/`, folder))
    .map((file) => file.replace(/\.json$/, ''))
    .filter((design) => ['v6.2', 'v6.12', 'v7.3'].includes(design))
    .map((design) => [rule, design] as const),
);

test.each(releases)('%s on %s is driven, or there is a reason', (rule, design) => {
  const plan = planned(read(rule, design));
  if (isObstacle(plan)) return expect(plan.cannot).not.toBe('');
  expect(plan.lines.length).toBeGreaterThan(1);
  for (const { text } of plan.lines) expect(text).not.toMatch(/undefined|NaN|\[object/);
});

test('most counterexamples of releases can be driven', () => {
  const driven = releases.filter(([rule, design]) => !isObstacle(planned(read(rule, design))));
  expect(driven.length).toBeGreaterThan(0.8 * releases.length);
});

test('host records in a guest: the event is opened, the guest reads', () => {
  const lines = textOf(read('LBR-ISO-1', 'v7.3'));
  expect(lines.find((line) => line.startsWith('open pinned'))).toContain('cpu=0 pinned=1 branch=0x13');
  expect(lines.find((line) => line.startsWith('run '))).toMatch(/^run dump:32/);
});

test('what perf does between KVM_RUN and the IRQ disable happens at that place', () => {
  const lines = textOf(read('LBR-ENT-4', 'v6.2'));
  const at = (prefix: string): number => lines.findIndex((line) => line.startsWith(prefix));
  expect(lines[at('!at')]).toBe('!at vmx_prepare_switch_to_guest cpu=0 hold');
  const order = ['!at', 'start A run', '!wait held', 'open pinned', '!release', 'join A'].map(at);
  expect(order.every((index, place) => index >= 0 && (place === 0 || index > order[place - 1]))).toBe(true);
});

test('a vCPU that is preempted inside KVM_RUN sleeps there and is woken', () => {
  const lines = textOf(read('LBR-CTX-3', 'v7.3'));
  expect(lines.findIndex((line) => / halt /.test(line))).toBeLessThan(lines.indexOf('signal A'));
});

test('a scenario of the register world says what each step gives, and what where the rule is kept', () => {
  const plan = translateRegister(read('LBR-MSR-29', 'v7.3'));
  if (isObstacle(plan)) throw new Error(plan.cannot);
  expect(plan.expected.at(-1)).toMatchObject({ op: 'guest.rdmsr', result: 'ok', kept: 'ok 0x0' });
});

test('a VMM that turns recording on does so before the vCPU has LBRs', () => {
  const lines = textOf(read('LBR-ENT-7', 'v7.3'));
  expect(lines).toContain('vm A vm=vm0 cpuid=0 cpu=0');
  const at = (prefix: string): number => lines.findIndex((line) => line.startsWith(prefix));
  const order = ['set A 0x1d9 0x1', 'cpuid A', 'set A 0x345 host', 'run'].map(at);
  expect(order.every((index, place) => index >= 0 && (place === 0 || index > order[place - 1]))).toBe(true);
});

test('a step that the agent does not have makes a scenario one that cannot be driven, with the reason', () => {
  const scenario = read('LBR-ENT-7', 'v7.3');
  const steps = [...scenario.steps, { op: 'guest.unheard_of', vcpu: 'A' }];
  expect(planned({ ...scenario, steps })).toEqual({ cannot: 'the agent has no step for guest.unheard_of' });
});

test('a host event of the register world is opened with a filter, or with the encoding of the guest’s', () => {
  const opened = (rule: string, design: string) => textOf(read(rule, design)).find((line) => line.startsWith('open '));
  expect(opened('LBR-MSR-26', 'v7.3')).toBe('open host cpu=0 branch=0x13 pinned=1');
  expect(opened('LBR-MSR-27', 'v7.3')).toBe('open host cpu=0 type=4 config=0x1b00 branch=0x801 pinned=1');
});
