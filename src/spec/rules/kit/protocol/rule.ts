import { ruleId, type ProtocolRule, type RuleDossier } from '../../../kit/rule.ts';
import type { Property } from '../../../kit/model.ts';
import type { Machine } from '../../../model/protocol/machine.ts';
import type { World } from '../../../model/protocol/world.ts';
import { declaredInProtocol, type Declared } from '../declared.ts';
import type { ProtocolExemption } from './exemptions.ts';

export interface LbrProtocolRule extends ProtocolRule<World, Machine> {
  readonly exempt: readonly ProtocolExemption[];
}

/** Written down in a chapter; `revision` is 1 and `id` plain text where they are not given. */
type Written = Omit<RuleDossier, 'id' | 'revision' | keyof Declared> & {
  readonly id: string;
  readonly revision?: number;
  /** Designs to which the rule does not apply, by what they do. */
  readonly exempt?: readonly ProtocolExemption[];
  property(machine: Machine): Property<World>;
};

/** A rule of the protocol world. Throws a RangeError where the ID is none. */
export function protocolRule({ exempt = [], ...written }: Written): LbrProtocolRule {
  const id = ruleId(written.id);
  return { revision: 1, ...written, ...declaredInProtocol(id, exempt), exempt, id, world: 'protocol' };
}
