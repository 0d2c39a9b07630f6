import { ruleId } from '../../kit/rule.ts';
/** Writes a rule down; `property` keeps the type of its cases to itself. */
export function rule(text) {
    return { ...text, id: ruleId(text.id), revision: text.revision ?? 1, world: 'register' };
}
