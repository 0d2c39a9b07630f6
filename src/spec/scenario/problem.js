import { nearest } from '../kit/nearest.ts';
/** A scenario document that cannot be read; `path` is a JSON path such as `$.steps[3].msr`. */
export class ScenarioError extends Error {
    name = 'ScenarioError';
    path;
    constructor(path, message) {
        super(`${path}: ${message}`);
        this.path = path;
    }
}
/** Throws a ScenarioError that names what was found, what was expected and, where there is one, the nearest name. */
export function unknownName(path, what, found, known) {
    const near = nearest(found, known);
    const hint = near === undefined ? `; expected ${list(known)}` : `; did you mean "${near}"?`;
    throw new ScenarioError(path, `unknown ${what} "${found}"${hint}`);
}
function list(names) {
    return names.map((name) => `"${name}"`).join(', ');
}
/** A value in a message: JSON, cut where it is long. */
export function shown(value) {
    const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
/** The members of a JSON object. Throws for anything else. */
export function objectAt(path, value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new ScenarioError(path, `found ${shown(value)}, expected an object`);
    }
    return value;
}
