import { nearest } from '../kit/nearest.ts';

/** A scenario document that cannot be read; `path` is a JSON path such as `$.steps[3].msr`. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly path: string;

  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
    this.path = path;
  }
}

/** Throws a ScenarioError that names what was found, what was expected and, where there is one, the nearest name. */
export function unknownName(path: string, what: string, found: string, known: readonly string[]): never {
  const near = nearest(found, known);
  const hint = near === undefined ? `; expected ${list(known)}` : `; did you mean "${near}"?`;
  throw new ScenarioError(path, `unknown ${what} "${found}"${hint}`);
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** A value in a message: JSON, cut where it is long. */
export function shown(value: unknown): string {
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
