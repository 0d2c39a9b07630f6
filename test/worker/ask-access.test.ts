import { expect, test } from 'vitest';
import { accessRequest } from '../../src/components/workbench/access.ts';
import { askAccess } from '../../src/worker/ask-access.ts';

const bit15 = { lbr: 'legacy', flags: [], by: 'guest', write: true, msr: '0x1d9', value: '0x8000' };

test('one access on every design: outcome, rule and why', () => {
  const { results } = askAccess(accessRequest(bit15));
  const on = (design: string) => results.find((one) => one.design === design)?.line;
  expect(on('v6.12')).toMatchObject({ result: '#GP', rule: 'LBR-DBG-21' });
  expect(on('v6.12')?.why).toContain('RTM_DEBUG');
});

test('a tick of the CPUID changes the outcome', () => {
  const { results } = askAccess(accessRequest({ ...bit15, flags: ['rtm'] }));
  expect(results.find(({ design }) => design === 'v6.12')?.line).toMatchObject({ result: 'ok', value: '0x8000' });
});

test('what is not an MSR is said by design, and is no fault of the worker', () => {
  const { results } = askAccess(accessRequest({ ...bit15, msr: 'DEBUGCTRL' }));
  for (const { line, problem } of results) {
    expect(line).toBeUndefined();
    expect(problem).toContain('DEBUGCTRL');
  }
});
