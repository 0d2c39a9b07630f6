import { designByName } from '@spec/designs/index.ts';
import { protocolSwitches } from '@spec/designs/switches/protocol.ts';
import { allRules } from '@spec/rules/index.ts';
/** The design of that name with switches flipped; throws a RangeError for a design, switch or value that does not exist. */
export function findDesign(name, flips) {
    const design = designByName(name);
    if (design === undefined)
        throw new RangeError(`there is no design "${name}"`);
    const table = protocolSwitches;
    for (const [flipped, value] of Object.entries(flips)) {
        if (!Object.hasOwn(table, flipped))
            throw new RangeError(`there is no switch "${flipped}"`);
        if (!Object.hasOwn(table[flipped]?.values ?? {}, value))
            throw new RangeError(`switch ${flipped} has no value "${value}"`);
    }
    return { ...design, flips, protocol: { ...design.protocol, ...flips } };
}
/** The rules with these IDs, in the given order; throws a RangeError for one that does not exist. */
export function findRules(ids) {
    return ids.map((id) => {
        const rule = allRules.find((one) => one.id === id);
        if (rule === undefined)
            throw new RangeError(`there is no rule "${id}"`);
        return rule;
    });
}
