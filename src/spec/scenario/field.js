import { hex, isContractMsr, MSR } from '../model/register/index.ts';
import { objectAt, ScenarioError, shown, unknownName } from './problem.ts';
const NUMBER_SCHEMA = { type: ['string', 'integer'], pattern: '^(0[xX][0-9a-fA-F]+|[0-9]+)$', minimum: 0 };
export const boolean = (about) => ({
    about,
    schema: { type: 'boolean', description: about },
    parse(value, path) {
        if (typeof value !== 'boolean')
            throw new ScenarioError(path, `found ${shown(value)}, expected true or false`);
        return value;
    },
});
/** An integer from 0 to `max`, as a number or as text like "0x345". */
export const integer = (about, max) => ({
    about,
    schema: { ...NUMBER_SCHEMA, description: about },
    parse: (value, path) => Number(unsigned(value, path, BigInt(max))),
});
/** A 64-bit value, as text like "0x801" or as a number. */
export const value64 = (about) => ({
    about,
    schema: { ...NUMBER_SCHEMA, description: about },
    parse: (value, path) => unsigned(value, path, 0xffffffffffffffffn),
});
export const oneOf = (about, names) => ({
    about,
    schema: { enum: names, description: about },
    parse(value, path) {
        const found = names.find((name) => name === value);
        if (found !== undefined)
            return found;
        if (typeof value === 'string')
            return unknownName(path, 'value', value, names);
        throw new ScenarioError(path, `found ${shown(value)}, expected one of ${names.join(', ')}`);
    },
});
/** The index or the name of an MSR that the contract speaks about. */
export const msr = (about) => ({
    about,
    schema: { type: ['string', 'integer'], minimum: 0, description: about },
    parse(value, path) {
        if (typeof value === 'string' && !/^[0-9]/.test(value.trim()))
            return msrByName(value.trim(), path);
        const index = Number(unsigned(value, path, 0xffffffffn));
        if (isContractMsr(index))
            return index;
        throw new ScenarioError(path, `MSR ${hex(index)} is outside the contract; it speaks of ${contractMsrs()}`);
    },
});
export const required = (field) => ({ ...field, required: true });
/** Reads the fields of an object; `ignored` names members that belong to somebody else. */
export function parseFields(fields, value, path, ignored = []) {
    const members = objectAt(path, value);
    const known = Object.keys(fields);
    for (const name of Object.keys(members)) {
        if (!known.includes(name) && !ignored.includes(name))
            unknownName(`${path}.${name}`, 'field', name, known);
    }
    const parsed = {};
    for (const [name, field] of Object.entries(fields)) {
        if (members[name] !== undefined)
            parsed[name] = field.parse(members[name], `${path}.${name}`);
        else if (field.required)
            throw new ScenarioError(`${path}.${name}`, `missing; expected ${field.about}`);
    }
    return parsed;
}
function unsigned(value, path, max) {
    const number = parseUnsigned(value);
    if (number === undefined) {
        throw new ScenarioError(path, `found ${shown(value)}, expected a number such as "0x345" or 837`);
    }
    if (number > max)
        throw new ScenarioError(path, `found ${shown(value)}, expected at most ${hex(max)}`);
    return number;
}
function parseUnsigned(value) {
    if (typeof value === 'number')
        return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
    if (typeof value !== 'string')
        return undefined;
    const text = value.trim().replaceAll('_', '');
    return /^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text) ? BigInt(text) : undefined;
}
function msrByName(name, path) {
    const bare = name
        .toUpperCase()
        .replace(/^MSR_/, '')
        .replace(/^IA32_/, '')
        .replace(/^DEBUGCTLMSR$/, 'DEBUGCTL');
    const found = Object.entries(MSR).find(([known]) => known === bare || known.endsWith(`_${bare}`));
    return found ? found[1] : unknownName(path, 'MSR', name, Object.keys(MSR));
}
function contractMsrs() {
    const named = Object.entries(MSR).map(([name, index]) => `${name} ${hex(index)}`);
    return `${named.join(', ')} and the record MSRs of all CPUs`;
}
