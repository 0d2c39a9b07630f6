import { nearest } from '../kit/nearest.ts';

/** A scenario document that cannot be read; `path` is a JSON path such as `$.steps[3].msr`. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly path: string;

  constructor(path: string, message: string) {
    // A name in the path can be as long as the document.
    const short = path.length > 200 ? `${path.slice(0, 197)}...` : path;
    super(`${short}: ${message}`);
    this.path = short;
  }
}

/**
 * Throws a ScenarioError that names what was found, what was expected and, where there is one, the nearest name. `note`
 * is for where no name is near.
 */
export function unknownName(path: string, what: string, found: string, known: readonly string[], note?: string): never {
  const near = nearest(found, known);
  const expected = `; expected ${list(known)}${note === undefined ? '' : `; ${note}`}`;
  const hint = near === undefined ? expected : `; did you mean "${near}"?`;
  throw new ScenarioError(path, `unknown ${what} ${shown(found)}${hint}`);
}

/** All names, or the first ones of a long list. */
function list(names: readonly string[]): string {
  const some = names.slice(0, 32).map((name) => `"${name}"`);
  return names.length > some.length ? `one of ${names.length}: ${some.join(', ')}, ...` : some.join(', ');
}

/** A value in a message: JSON, cut where it is long. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The members of a JSON object. Throws for anything else. */
export function objectAt(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ScenarioError(path, `found ${shown(value)}, expected an object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
