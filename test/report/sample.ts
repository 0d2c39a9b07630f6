import type { VerdictEntry, VerdictFile } from '../../src/spec/verify/verdict-file.ts';

export const held: VerdictEntry = {
  rule: 'LBR-OWN-1',
  revision: 1,
  level: 'must',
  design: 'v6.12',
  verdict: 'holds',
  expected: 'holds',
  how: {
    method: 'exhaustive',
    summary: 'exhaustive: all 1,024 states of one vCPU on one pCPU',
    bound: 'none',
    states: 1024,
    runs: 0,
    seed: 1,
    witnesses: 77,
    seconds: 0.25,
  },
};

export const declaredViolation: VerdictEntry = {
  ...held,
  design: 'v6.2',
  verdict: 'violated',
  expected: 'violated',
  counterexample: {
    format: 'lbr-scenario/1',
    design: 'v6.2',
    violates: 'LBR-OWN-1',
    steps: [
      { op: 'guest.wrmsr', msr: '0x1d9', value: '0x1' },
      { op: 'host.open', priority: 'cpu-pinned', nr: 2 },
    ],
  },
};

export const surprise: VerdictEntry = {
  ...declaredViolation,
  rule: 'LBR-DBG-20',
  level: 'should',
  design: 'v6.12',
  expected: 'holds',
  reason: 'a <tag> & a "quote" # and a hash',
};

export const notApplicable: VerdictEntry = {
  rule: 'LBR-DBG-20',
  revision: 2,
  level: 'should',
  design: 'v6.2',
  verdict: 'not-applicable',
  expected: 'not-applicable',
  reason: 'no vLBR event, so there is nothing to bind',
};

export function fileOf(verdicts: readonly VerdictEntry[]): VerdictFile {
  return {
    format: 'lbr-verdicts/1',
    version: '0.1.0',
    commit: 'unknown',
    dirty: false,
    modelHash: '0'.repeat(64),
    date: '2026-01-01T00:00:00.000Z',
    seed: 1,
    complete: true,
    designs: [...new Set(verdicts.map((entry) => entry.design))],
    verdicts,
    mutants: [],
  };
}

export const sample = fileOf([held, declaredViolation, surprise, notApplicable]);
