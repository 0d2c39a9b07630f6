import { nearest } from './nearest.ts';

/** The error for a name that does not exist: `kind` says of what. It has the nearest known name, or all of them. */
export function noSuch(kind: string, name: string, known: readonly string[]): RangeError {
  const near = nearest(name, known);
  const hint = near === undefined ? `expected one of ${known.join(', ')}` : `did you mean "${near}"?`;
  return new RangeError(`there is no ${kind} "${name}"; ${hint}`);
}
