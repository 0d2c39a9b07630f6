import { contract } from '../designs/contract.ts';
import { instances } from '../model/protocol/instances.ts';
import { createMachine } from '../model/protocol/machine.ts';
/** A rule as the exports take it: the kind of its property instead of the property. */
export function ruleData({ property, ...text }) {
    if (typeof property !== 'function')
        return { ...text, propertyKind: 'cases' };
    // The kind is the same on every machine.
    const { kind, within } = property(createMachine(contract.protocol, instances[0]));
    return { ...text, propertyKind: kind, ...(within !== undefined && { within }) };
}
