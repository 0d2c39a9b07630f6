import { objectAt, ScenarioError, shown, unknownName } from './problem.ts';

const MEMBERS = ['as', 'host', 'steps'];

/** Reads `compared` as far as it concerns both worlds. Throws a ScenarioError with the JSON path. */
export function checkCompared(value: unknown): void {
  if (!Array.isArray(value)) throw new ScenarioError('$.compared', `found ${shown(value)}, expected a list of runs`);
  for (const [index, run] of value.entries()) {
    const path = `$.compared[${index}]`;
    const members = objectAt(path, run);
    for (const name of Object.keys(members)) {
      if (!MEMBERS.includes(name)) unknownName(`${path}.${name}`, 'field', name, MEMBERS);
    }
    const { as, host, steps } = members;
    if (typeof as !== 'string') throw new ScenarioError(`${path}.as`, `found ${shown(as)}, expected text`);
    if (host !== undefined) objectAt(`${path}.host`, host);
    if (!Array.isArray(steps))
      throw new ScenarioError(`${path}.steps`, `found ${shown(steps)}, expected a list of steps`);
    for (const [at, step] of steps.entries()) {
      const { op } = objectAt(`${path}.steps[${at}]`, step);
      if (typeof op !== 'string')
        throw new ScenarioError(`${path}.steps[${at}].op`, `found ${shown(op)}, expected a name`);
    }
  }
}
