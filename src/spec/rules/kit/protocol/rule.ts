import { ruleId, type ProtocolRule, type RuleDossier } from '../../../kit/rule.ts';
import type { Property } from '../../../kit/model.ts';
import type { Machine } from '../../../model/protocol/machine.ts';
import type { World } from '../../../model/protocol/world.ts';

export type LbrProtocolRule = ProtocolRule<World, Machine>;

/** Written down in a chapter; `revision` is 1 and `id` plain text where they are not given. */
type Written = Omit<RuleDossier, 'id' | 'revision'> & {
  readonly id: string;
  readonly revision?: number;
  property(machine: Machine): Property<World>;
};

/** A rule of the protocol world. Throws a RangeError where the ID is none. */
export function protocolRule(written: Written): LbrProtocolRule {
  return { revision: 1, ...written, id: ruleId(written.id), world: 'protocol' };
}
