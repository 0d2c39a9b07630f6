import { expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { designNamed } from '../../src/spec/designs/index.ts';
import { instancesOf } from '../../src/spec/designs/instances-of.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import type { ProtocolSettings } from '../../src/spec/switches/protocol.ts';

const design = designNamed('mediated-lbr');
const MAX_STATES = 60_000;

/** Rules that a flip of the design violates on one of its instances. */
function violatedWith(flips: Partial<ProtocolSettings>): string[] {
  const rules = protocolRules.filter(({ notApplicable }) => notApplicable?.['mediated-lbr'] === undefined);
  const found = instancesOf(design).flatMap((instance) => {
    const model = protocolModel({ ...design.protocol, ...flips }, instance);
    const properties = rules.map((rule) => rule.property(model.machine));
    return explore(model, properties, { maxStates: MAX_STATES }).properties.flatMap(({ verdict }, i) =>
      verdict === 'violated' ? [rules[i].id] : [],
    );
  });
  return [...new Set(found)];
}

const asItIs = violatedWith({});

/** What the chapter says that the design needs besides the transfer, taken out. */
test.each([
  [{ mediatedOrder: 'snapshot-first' }, ['LBR-ISO-1', 'LBR-MSR-1', 'LBR-CTX-2']],
  [{ lbrCtlControls: 'never' }, ['LBR-ISO-1', 'LBR-CTX-2']],
  [{ mediatedLbr: 'drops-host-records' }, ['LBR-MED-5']],
  [{ mediatedLbr: 'leaves-guest-records' }, ['LBR-MED-5']],
] as const)('mediated-lbr with %j violates %j', (flips, rules) => {
  expect(rules.filter((rule) => asItIs.includes(rule))).toEqual([]);
  expect(violatedWith(flips)).toEqual(expect.arrayContaining([...rules]));
});
