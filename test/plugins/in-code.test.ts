import { expect, it } from 'vitest';
import type { Reproductions } from '../../ground-truth/reproductions.ts';
import { inCode } from '../../src/site-data/in-code.ts';
import type { VerdictEntry } from '../../src/spec/verify/verdict-file.ts';

const reproductions: Reproductions = {
  format: 'lbr-reproductions/1',
  date: '2026-11-25',
  hash: 'abc',
  entries: [
    { rule: 'LBR-OWN-3', design: 'v6.12', kernel: '6.12.117', reproduced: true, cpu: 'skylake', steps: [{ op: 'a' }] },
    { rule: 'LBR-OWN-6', design: 'v6.12', kernel: '6.12.117', reproduced: false, reason: 'it needs two pCPUs' },
  ],
};

const on = (rule: string, design: string, verdict: string): VerdictEntry => ({ rule, design, verdict }) as VerdictEntry;

it('puts the replay beside the violation that it is of', () => {
  const code = { reproductions, today: 'abc' };
  expect(inCode(on('LBR-OWN-3', 'v6.12', 'violated'), code)).toEqual({
    inCode: { kernel: '6.12.117', reproduced: true, date: '2026-11-25', stale: false, cpu: 'skylake', steps: 1 },
  });
  expect(inCode(on('LBR-OWN-6', 'v6.12', 'violated'), code).inCode?.reason).toBe('it needs two pCPUs');
});

it('calls a replay stale when model or harness are others now', () => {
  expect(inCode(on('LBR-OWN-3', 'v6.12', 'violated'), { reproductions, today: 'abd' }).inCode?.stale).toBe(true);
});

it('says nothing of a design without a replay, nor of a rule that is no longer violated', () => {
  const code = { reproductions, today: 'abc' };
  expect(inCode(on('LBR-OWN-3', 'v7.3', 'violated'), code)).toEqual({});
  expect(inCode(on('LBR-OWN-3', 'v6.12', 'holds'), code)).toEqual({});
});
