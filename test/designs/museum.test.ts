import { expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { designByName } from '../../src/spec/designs/index.ts';
import { museum } from '../../src/spec/designs/museum.ts';
import { protocolMutants } from '../../src/spec/designs/mutants.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { instancesFor } from '../../src/spec/model/protocol/instances.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';

const contract = designByName('contract')?.protocol;

/** Whether a search of every small instance under these flips breaks the rule. */
function breaks(rule: string, flips: Readonly<Record<string, string>>): boolean {
  const found = protocolRules.find(({ id }) => id === rule);
  if (found === undefined) throw new Error(`there is no rule ${rule}`);
  return instancesFor('contract', true).some((instance) => {
    const model = protocolModel({ ...contract, ...flips } as NonNullable<typeof contract>, instance);
    const [result] = explore(model, [found.property(model.machine)], { maxStates: 8000 }).properties;
    return result.verdict === 'violated';
  });
}

test.each(museum.map((exhibit) => [exhibit.bug, exhibit] as const))(
  '%s is caught by its rule',
  { timeout: 60_000 },
  (_bug, { mutant, caughtBy }) => {
    const found = protocolMutants.find(({ name }) => name === mutant);
    expect(found, mutant).toBeDefined();
    expect(breaks(caughtBy, found?.flips ?? {})).toBe(true);
  },
);
