import { contract } from '../designs/contract.ts';
import type { RuleText } from '../kit/rule.ts';
import { instances } from '../model/protocol/instances.ts';
import { createMachine } from '../model/protocol/machine.ts';
import type { RuleData } from './contract-data.ts';

/** A rule of either world; a property of the protocol world is a function of the machine. */
type AnyRule = RuleText & { readonly world: 'protocol' | 'register'; readonly property?: unknown };

/** A rule as the exports take it: the kind of its property instead of the property. */
export function ruleData({ property, ...text }: AnyRule): RuleData {
  if (typeof property !== 'function') return { ...text, propertyKind: 'cases' };
  // The kind is the same on every machine.
  const { kind, within } = property(createMachine(contract.protocol, instances[0])) as {
    kind: string;
    within?: number;
  };
  return { ...text, propertyKind: kind, ...(within !== undefined && { within }) };
}
