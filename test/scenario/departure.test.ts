import { expect, test } from 'vitest';
import { layoutTimeline } from '../../src/components/timeline/layout.ts';
import { summaryOf } from '../../src/components/timeline/summaries.ts';
import { describeRun } from '../../src/spec/scenario/describe/index.ts';
import { runText } from '../../src/spec/scenario/run-text.ts';
import type { Scenario, ScenarioStep } from '../../src/spec/scenario/types.ts';

const entry = ['kvm.run', 'kvm.disable_irqs', 'kvm.snapshot_debugctl', 'kvm.decide_passthrough', 'kvm.enter_guest'];
const exit = ['kvm.restore_debugctl', 'kvm.enable_irqs'];
const vcpu = (op: string): ScenarioStep => ({ op, vcpu: 'A' });

/** A host event records, the guest reads an LBR MSR, KVM creates vLBR and nobody resets. */
const leak: Scenario = {
  format: 'lbr-scenario/1',
  design: 'v7.3',
  instance: 'pinned',
  violates: 'LBR-ISO-1',
  steps: [
    { op: 'perf.open', event: 'pinned' },
    { op: 'sched.switch', cpu: 0, task: 'A' },
    ...entry.map(vcpu),
    vcpu('guest.read_lbr'),
    ...exit.map(vcpu),
    { op: 'host.branch', cpu: 0 },
    vcpu('kvm.handle_exit'),
    vcpu('kvm.access_lbr_msr'),
  ],
};

test('the decisive step is the first one that the contract does otherwise', () => {
  const { departure } = describeRun(leak);
  expect(departure?.step).toBe(11);
  expect(departure?.here).toContainEqual({ what: 'event vLBR A', from: 'none', to: 'active' });
  expect(departure?.there).toEqual([{ what: 'event vLBR A', from: 'none', to: 'error' }]);
});

test('a run that violates nothing, and one on the contract, depart from nothing', () => {
  const { violates: _, ...fine } = leak;
  expect(describeRun(fine).departure).toBeUndefined();
  const opened = { ...leak, design: 'contract', steps: leak.steps.slice(0, 2) };
  expect(describeRun(opened).departure).toBeUndefined();
});

test('a step of the kernel names its functions, from the handler to the one that acts', () => {
  const { steps } = describeRun(leak);
  expect(steps[11].functions).toEqual([
    'vmx_handle_exit()',
    'kvm_emulate_rdmsr()',
    'intel_pmu_handle_lbr_msrs_access()',
    'intel_pmu_create_guest_lbr_event()',
    'intel_pmu_lbr_add()',
  ]);
  for (const { lane, functions } of steps.filter((step) => step.lane === 'kvm' || step.lane === 'perf')) {
    expect(functions.length, lane).toBeGreaterThan(0);
  }
  expect(steps[7].functions).toEqual([]);
});

test('the text for mail marks the decisive step and says what the contract does there', () => {
  const text = runText(describeRun(leak));
  expect(text).toMatch(/^\*12\. KVM, vCPU A handles the VM-exit$/m);
  expect(text.replace(/\s+/g, ' ')).toContain('Under contract: event vLBR A none -> error.');
});

test('a summary stands only over the run that it tells', () => {
  expect(summaryOf(describeRun(leak))).toContain('nobody resets');
  expect(summaryOf(describeRun({ ...leak, violates: 'LBR-ARCH-2' }))).toBeUndefined();
});

test('each LBR event has a lane with its states, and the last words have room', () => {
  const run = describeRun(leak);
  const { rows, width, column } = layoutTimeline(run);
  const lanes = rows.filter((row) => row.kind === 'event');
  expect(lanes.map(({ label }) => label)).toEqual(['pinned', 'vLBR A']);
  expect(lanes[1]?.segments).toEqual([{ from: 12, to: 13, value: 'active' }]);
  const owner = rows.find((row) => row.label === 'owner');
  const words = owner?.kind === 'band' ? (owner.segments.at(-1)?.value ?? '') : '';
  expect(words).toBe('pinned and vLBR A');
  expect(width - 12 * column).toBeGreaterThan(words.length * 6);
});

test('a run takes the room that there is, and fits into it where its steps can be that narrow', () => {
  const run = describeRun(leak);
  const whole = ({ labels, width }: { labels: number; width: number }): number => labels + width;
  for (const room of [950, 1050, 1220]) {
    expect(whole(layoutTimeline(run, room))).toBeLessThanOrEqual(room);
    expect(whole(layoutTimeline(run, room))).toBeGreaterThan(room - run.steps.length - 2);
  }
  expect(layoutTimeline(run).column).toBe(layoutTimeline(run, 948).column);
  expect(layoutTimeline(run, 300).column).toBe(layoutTimeline(run, 0).column);
});
