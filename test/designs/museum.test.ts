import { expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { contract } from '../../src/spec/designs/contract.ts';
import { instancesOf } from '../../src/spec/designs/instances-of.ts';
import { museum } from '../../src/spec/designs/museum/index.ts';
import { protocolMutants } from '../../src/spec/designs/mutants.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import type { ProtocolSettings } from '../../src/spec/switches/protocol.ts';

/** Whether a search of every small instance under these flips breaks the rule. */
function breaks(rule: string, flips: Partial<ProtocolSettings>): boolean {
  const found = protocolRules.find(({ id }) => id === rule);
  if (found === undefined) throw new Error(`there is no rule ${rule}`);
  return instancesOf(contract).some((instance) => {
    const model = protocolModel({ ...contract.protocol, ...flips }, instance);
    const [result] = explore(model, [found.property(model.machine)], { maxStates: 8000 }).properties;
    return result.verdict === 'violated';
  });
}

const revived = museum.flatMap(({ bug, protocol }) => (protocol === undefined ? [] : [{ bug, ...protocol }]));

test.each(revived)('$bug is caught by its rule', ({ flips, caughtBy }) => {
  expect(protocolMutants.map((mutant) => mutant.flips)).toContainEqual(flips);
  expect(breaks(caughtBy, flips)).toBe(true);
});
