import { expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { designs } from '../../src/spec/designs/index.ts';
import { protocolMutants } from '../../src/spec/designs/mutants.ts';
import type { ProtocolSettings } from '../../src/spec/designs/switches/protocol.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import type { Instance } from '../../src/spec/model/protocol/instance.ts';
import { instanceByName, instances } from '../../src/spec/model/protocol/instances.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import { protocolSettings } from '../../src/spec/verify/protocol-settings.ts';

/** States of each search. */
const MAX_STATES = 300;

/** Searches with every rule. In debug mode a search checks `ignores`, `about` and `changes` of each of them. */
function searchChecked(design: ProtocolSettings, instance: Instance): number {
  const model = protocolModel(design, instance);
  const properties = protocolRules.map((rule) => rule.property(model.machine));
  expect(properties.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(20);
  expect(properties.filter((property) => property.kind === 'state' && property.ignores !== undefined).length).toBe(20);
  return explore(model, properties, { maxStates: MAX_STATES, debug: true }).states;
}

test.each(designs.map(({ name, protocol }) => [name, protocol] as const))(
  '%s: rules say nothing of actions that they are not about, and look at nothing that they ignore',
  (_name, protocol) => {
    for (const instance of instances) expect(searchChecked(protocol, instance)).toBeGreaterThan(1);
  },
);

test('mutants: the same', () => {
  const covered = ['guest-writes', 'arch', 'request'].map(instanceByName).filter((instance) => instance !== undefined);
  expect(covered.length).toBe(3);
  // This one counts beyond the range of a field, which debug mode refuses.
  const searched = protocolMutants.filter(({ flips }) => flips.registerRelease !== 'leaks');
  for (const { base, flips } of searched) {
    for (const instance of covered) searchChecked(protocolSettings({ design: base, flips }), instance);
  }
});
