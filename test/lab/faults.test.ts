import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcomeOf, sighting, type FaultResults } from '../../src/spec/lab/faults.ts';
import { parseWorkload, unmet } from '../../src/spec/lab/workload.ts';
import type { LabLog, LogEvent } from '../../src/spec/lab/log/types.ts';

/** A log of these marks and results. */
const logOf = (...events: readonly Pick<Extract<LogEvent, { text: string }>, 't' | 'text'>[]): LabLog => ({
  head: { format: 'lbr-lab-log/1', kernel: '7.3.4', image: '', cpu: 'skylake', records: 32, cpus: 1, seed: 1 },
  events: events.map((event, i) => ({ ...event, i, c: 0, task: '0x1' })),
});

const clean = { violated: ['LBR-ISO-1'], unmet: [], accesses: 10 };

describe('a planted fault', () => {
  test('is found by a rule that only it breaks', () => {
    const seen = sighting('w', clean, { ...clean, violated: ['LBR-ISO-1', 'LBR-CTX-2'] });
    expect(seen).toEqual({ workload: 'w', rules: ['LBR-CTX-2'], unmet: [] });
    expect(outcomeOf(seen === undefined ? [] : [seen])).toBe('found');
  });

  test('is missed where the same rules are broken, and changes what is seen where numbers differ', () => {
    expect(sighting('w', clean, clean)).toBeUndefined();
    const other = sighting('w', clean, { ...clean, accesses: 12 });
    expect(other?.differs).toBe('12 accesses to LBR MSRs in place of 10');
    expect(outcomeOf(other === undefined ? [] : [other])).toBe('changes');
  });

  test('is not found by a hang', () => {
    const stopped = sighting('w', clean, { violated: [], unmet: [], accesses: 0, stops: 'limit' });
    expect(outcomeOf(stopped === undefined ? [] : [stopped])).toBe('changes');
  });
});

describe('workloads', () => {
  const folder = 'lab/workloads';
  test.each(readdirSync(folder))('%s can be read', (file) => {
    const { title, lines } = parseWorkload(file, readFileSync(`${folder}/${file}`, 'utf8'));
    expect(title).toMatch(/^[A-Z].*\.$/);
    expect(lines.length).toBeGreaterThan(2);
  });

  test('say which steps are to give what', () => {
    const workload = parseWorkload('w', '# It reads.\n# cpus 2\nvm A\nrun rd:0x1d9\n#= A section: ok 1 * >0\n');
    expect(workload.cpus).toBe(2);
    const log = (result: string) =>
      logOf(
        { t: 'mark', text: 'step 0 vm A' },
        { t: 'result', text: 'ok' },
        { t: 'mark', text: 'step 1 run rd:0x1d9' },
        { t: 'result', text: result },
      );
    expect(unmet(workload, log('ok 1 5 a'))).toEqual([]);
    expect(unmet(workload, log('ok 1 5 0'))).toEqual(['A section: "run rd:0x1d9" gives ok 1 5 0, not ok 1 * >0']);
    expect(unmet(workload, log('ok 2 5 a'))).toHaveLength(1);
  });

  test.each([
    ['vm A\n', 'line 1: expected "# "'],
    ['# W.\n# cpu 486\n', 'line 2: found CPU "486", expected skylake'],
    ['# W.\n# cpus 3\n', 'line 2: found 3 CPUs'],
    ['# W.\n#= A section: ok\n', 'line 2: expected "#= SOURCE: WORDS" below a step'],
  ])('are refused with the line: %j', (text, message) => {
    expect(() => parseWorkload('w', text)).toThrow(message);
  });
});

describe('lab/faults-results.json', () => {
  const results = JSON.parse(readFileSync('lab/faults-results.json', 'utf8')) as FaultResults;

  test('has at least 20 faults that are found, those of the hand-over among them', () => {
    const found = results.faults.filter(({ outcome }) => outcome === 'found');
    expect(new Set(found.map(({ name }) => name)).size).toBeGreaterThanOrEqual(20);
    for (const name of ['perf-first-user-reset', 'perf-restore-elision', 'perf-host-mute', 'kvm-irqs-off-window']) {
      const fault = results.faults.find((one) => one.name === name);
      expect(['found', 'changes'], name).toContain(fault?.outcome);
    }
  });

  test('says why a fault is not found', () => {
    for (const { name, outcome, reason } of results.faults)
      if (outcome === 'missed') expect(reason, name).toBeDefined();
  });

  test('has no expectation that an unchanged kernel fails', () => {
    for (const { base } of results.kernels)
      for (const { workload, met } of base) {
        const { expected } = parseWorkload(workload, readFileSync(`lab/workloads/${workload}.steps`, 'utf8'));
        expect(met, workload).toBe(expected.length);
      }
  });
});
