import { expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { designs } from '../../src/spec/designs/index.ts';
import { protocolMutants } from '../../src/spec/designs/mutants.ts';
import type { Property } from '../../src/spec/kit/model.ts';
import type { ProtocolSettings } from '../../src/spec/switches/protocol.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import type { Instance } from '../../src/spec/model/protocol/instance.ts';
import { instanceByName, instances } from '../../src/spec/model/protocol/instances.ts';
import type { World } from '../../src/spec/model/protocol/world.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import { protocolSettings } from '../../src/spec/verify/settings.ts';

/** States of each search in debug mode. */
const MAX_STATES = 300;

const coveredInstances = ['guest-writes', 'arch', 'request']
  .map(instanceByName)
  .filter((instance) => instance !== undefined);

/** Searches with every rule. In debug mode a search checks `ignores`, `about` and `changes` of each of them. */
function searchChecked(design: ProtocolSettings, instance: Instance): number {
  const model = protocolModel(design, instance);
  const properties = protocolRules.map((rule) => rule.property(model.machine));
  expect(properties.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(20);
  expect(properties.filter((property) => property.kind === 'state' && property.ignores !== undefined).length).toBe(23);
  return explore(model, properties, { maxStates: MAX_STATES, debug: true }).states;
}

test.each(designs.map(({ name, protocol }) => [name, protocol] as const))(
  '%s: rules say nothing of actions that they are not about, and look at nothing that they ignore',
  (_name, protocol) => {
    for (const instance of instances) expect(searchChecked(protocol, instance)).toBeGreaterThan(1);
  },
);

/** The same property without what it says of itself to be asked less. */
function askedOfEverything(property: Property<World>): Property<World> {
  const {
    about: _about,
    changes: _changes,
    ignores: _ignores,
    ...rest
  } = property as Partial<Record<'about' | 'changes' | 'ignores', unknown>>;
  return rest as Property<World>;
}

test.each(designs.map(({ name, protocol }) => [name, protocol] as const))(
  '%s: a search finds the same where it asks of everything',
  (_name, protocol) => {
    for (const instance of coveredInstances) {
      const model = protocolModel(protocol, instance);
      const properties = protocolRules.map((rule) => rule.property(model.machine));
      const [asked, askedAlways] = [properties, properties.map(askedOfEverything)].map((all) =>
        explore(model, all, { maxStates: 20_000, code: 'generated' }).properties.map(
          ({ verdict, witnesses, violation }) => ({ verdict, witnesses, run: violation?.steps }),
        ),
      );
      expect(asked).toEqual(askedAlways);
    }
  },
);

test('mutants: they say nothing of that either, and look at nothing that they ignore', () => {
  expect(coveredInstances.length).toBe(3);
  // This one counts beyond the range of a field, which debug mode refuses.
  const searched = protocolMutants.filter(({ flips }) => flips.registerRelease !== 'leaks');
  for (const { base, flips } of searched) {
    for (const instance of coveredInstances) searchChecked(protocolSettings({ design: base, flips }), instance);
  }
});
