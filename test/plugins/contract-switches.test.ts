import { expect, test } from 'vitest';
import { contractSwitches } from '../../src/site-data/contract-switches.ts';
import type { SiteData } from '../../src/site-data/types.ts';

const settings = (protocol: Readonly<Record<string, string>>) => ({ protocol, register: {} });
const data = {
  designs: [
    { name: 'contract', settings: settings({ takeOver: 'at-once', vpmu: 'either' }) },
    { name: 'v7.3', settings: settings({ takeOver: 'at-once', vpmu: 'emulated' }) },
  ],
  switches: [
    { world: 'protocol', name: 'takeOver', question: 'How?', values: { 'at-once': '', 'on-request': '' } },
    { world: 'protocol', name: 'vpmu', question: 'Which?', values: { emulated: '', mediated: '', either: '' } },
  ],
  mutants: [{ name: 'takeOver=on-request', world: 'protocol', killedBy: ['LBR-OWN-4'] }],
} as unknown as SiteData;

test('each other value says what it breaks, or why it breaks nothing; what the kernel is to change comes first', () => {
  const [vpmu, takeOver] = contractSwitches(data);
  expect(vpmu).toMatchObject({ name: 'vpmu', contract: 'either', kernel: 'emulated' });
  expect(vpmu.others.map(({ value, breaks }) => [value, breaks])).toEqual([
    ['emulated', []],
    ['mediated', []],
  ]);
  for (const { permitted } of vpmu.others) expect(permitted).toContain('administrator');
  expect(takeOver.others).toEqual([{ value: 'on-request', breaks: ['LBR-OWN-4'] }]);
});
