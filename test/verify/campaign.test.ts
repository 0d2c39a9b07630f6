import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mergeFindings, resumeFrom } from '../../src/cli/campaign/state.ts';
import { runWalks } from '../../src/spec/verify/walk-job.ts';

const key = { modelHash: 'm', design: 'contract', instance: 'pinned', seed: 7, steps: 60, firstRun: 0 };

test('a campaign that was stopped and resumed finds what one in a piece finds', () => {
  const job = {
    kind: 'walk',
    subject: { design: 'v7.3' },
    instance: 'pinned',
    rules: ['LBR-OWN-1', 'LBR-OWN-3'],
    steps: 60,
    seed: 7,
    fastCheck: false,
  } as const;
  const whole = runWalks({ ...job, firstRun: 0, runs: 40 }).findings;
  const first = runWalks({ ...job, firstRun: 0, runs: 15 }).findings;
  const second = runWalks({ ...job, firstRun: 15, runs: 25 }).findings;
  const joined = mergeFindings(first, second);
  expect(joined.map(({ rule, violation }) => ({ rule, violation }))).toEqual(
    whole.map(({ rule, violation }) => ({ rule, violation })),
  );
});

test('a state file of another campaign is refused, and says what differs', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'campaign-')), 'state.json');
  writeFileSync(
    file,
    JSON.stringify({ format: 'lbr-campaign/1', ...key, commit: 'c', seed: 8, nextRun: 5, findings: [] }),
  );
  expect(() => resumeFrom(file, key, 'c')).toThrow('seed is 8, expected 7');
  writeFileSync(file, '{');
  expect(() => resumeFrom(file, key, 'c')).toThrow('no JSON');
  expect(resumeFrom(undefined, key, 'c').nextRun).toBe(0);
});
