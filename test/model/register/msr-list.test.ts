import { expect, test } from 'vitest';
import { designs } from '../../../src/spec/designs/index.ts';
import { hostOf, type Host } from '../../../src/spec/model/register/index.ts';
import { createVmState } from '../../../src/spec/model/register/vm-state.ts';
import { isListed, listedMsrs } from '../../../src/spec/model/register/msr-list.ts';

const HOSTS: readonly Partial<Host>[] = [
  {},
  { lbr: 'none' },
  { lbr: 'arch' },
  { info: 0, depth: 16, perfDepth: 8 },
  { perfDepth: 0 },
  { enablePmu: false },
  // A document may say so: records that begin at another MSR of the list.
  { from: 0x1d9, to: 0x14ce },
];

test('an MSR is advertised exactly where the list has it', () => {
  let listed = 0;
  for (const { name, register } of designs) {
    for (const listLbr of ['all', 'ctl-depth', 'not-listed'] as const) {
      for (const host of HOSTS) {
        const state = createVmState(hostOf(host), { ...register, listLbr });
        const list = listedMsrs(state);
        for (let index = 0; index < 0x1800; index++) {
          if (isListed(state, index) !== list.includes(index)) expect.fail(`${name} ${listLbr}: ${index.toString(16)}`);
        }
        listed += list.length;
      }
    }
  }
  expect(listed).toBeGreaterThan(1000);
});
