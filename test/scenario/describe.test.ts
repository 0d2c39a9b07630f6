import { describe, expect, test } from 'vitest';
import { layoutTimeline } from '../../src/components/timeline/layout.ts';
import { describeRun } from '../../src/spec/scenario/describe/index.ts';
import { runText } from '../../src/spec/scenario/run-text.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';

const opened: Scenario = {
  format: 'lbr-scenario/1',
  design: 'v7.3',
  instance: 'pinned',
  steps: [
    { op: 'perf.open', event: 'pinned' },
    { op: 'host.branch', cpu: 0 },
  ],
};

describe('a run of the protocol world', () => {
  const run = describeRun(opened);

  test('says who does what in which lane, and what changed', () => {
    expect(run.steps.map(({ lane, op }) => [lane, op])).toEqual([
      ['perf', 'perf.open'],
      ['host', 'host.branch'],
    ]);
    expect(run.steps[0].changes).toContainEqual({ what: 'CPU 0: DEBUGCTL.LBR', from: '0', to: '1' });
    expect(run.steps[0].cpus[0].owner).toBe('pinned');
  });

  test('shows each record by who executed it, the newest first', () => {
    expect(run.initial[0].ring).toEqual([null, null]);
    expect(run.steps[1].cpus[0].ring.map((tag) => tag?.letter)).toEqual(['H', undefined]);
  });

  test('reads as text of at most 75 columns that names every step', () => {
    const text = runText(run);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(75);
    expect(text).toContain('1. perf opens the LBR event "pinned"');
    expect(text).toContain('2. host on CPU 0 executes a branch');
  });
});

test('a run of the register world tells what each caller saw', () => {
  const steps = [{ op: 'guest.wrmsr', msr: '0x1d9', value: '0x8000' }];
  const run = describeRun({ format: 'lbr-scenario/1', design: 'v7.3', steps });
  expect(run.steps[0]).toMatchObject({ lane: 'guest', actor: 'guest', result: '#GP' });
});

test('a step that is not possible is an error that names it', () => {
  const again = { ...opened, steps: [...opened.steps, { op: 'perf.open', event: 'pinned' }] };
  expect(() => describeRun(again)).toThrow(/step 3/);
});

test('equal values that last are one piece of the drawing, so 500 steps stay small', () => {
  const turn = [
    { op: 'perf.open', event: 'pinned' },
    { op: 'perf.close', event: 'pinned' },
  ];
  const run = describeRun({ ...opened, steps: Array.from({ length: 250 }, () => turn).flat() });
  const { rows } = layoutTimeline(run);
  const pieces = (label: string): number | undefined =>
    rows.flatMap((row) => ('segments' in row && row.label === label ? [row.segments.length] : []))[0];
  expect(run.steps).toHaveLength(500);
  expect(pieces('runs')).toBe(1);
  expect(pieces('owner')).toBe(501);
});
