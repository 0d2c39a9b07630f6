import { expect, test } from 'vitest';
import { designNames, registerSettings } from '../../../src/spec/designs/register/index.ts';
import { hostOf, type Host } from '../../../src/spec/model/register/index.ts';
import { createMachine } from '../../../src/spec/model/register/machine.ts';
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
  for (const name of designNames) {
    for (const listLbr of ['all', 'ctl-depth', 'not-listed'] as const) {
      for (const host of HOSTS) {
        const machine = createMachine(hostOf(host), { ...registerSettings[name], listLbr });
        const list = listedMsrs(machine);
        for (let index = 0; index < 0x1800; index++) {
          if (isListed(machine, index) !== list.includes(index))
            expect.fail(`${name} ${listLbr}: ${index.toString(16)}`);
        }
        listed += list.length;
      }
    }
  }
  expect(listed).toBeGreaterThan(1000);
});
