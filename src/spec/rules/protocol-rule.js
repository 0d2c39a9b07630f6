import { ruleId } from '../kit/rule.ts';
/** A rule of the protocol world. Throws a RangeError where the ID is none. */
export function protocolRule(written) {
    return { revision: 1, ...written, id: ruleId(written.id), world: 'protocol' };
}
