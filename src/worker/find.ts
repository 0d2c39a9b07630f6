import { designByName } from '../spec/designs/index.ts';
import { protocolSwitches } from '../spec/switches/protocol.ts';
import { registerSwitches } from '../spec/switches/register.ts';
import { ruleById, type LbrRule } from '../spec/rules/index.ts';
import type { Subject } from '../spec/verify/job.ts';

type Flips = Readonly<Record<string, string>>;
type Table = Readonly<Record<string, { readonly values: Flips }>>;

/** The design of that name with switches flipped; throws a RangeError for a design, switch or value that does not exist. */
export function subjectOf(design: string, flips: Flips): Subject {
  if (designByName(design) === undefined) throw new RangeError(`there is no design "${design}"`);
  const table: Table = { ...protocolSwitches, ...registerSwitches };
  for (const [name, value] of Object.entries(flips)) {
    if (!Object.hasOwn(table, name)) throw new RangeError(`there is no switch "${name}"`);
    if (!Object.hasOwn(table[name].values, value)) throw new RangeError(`switch ${name} has no value "${value}"`);
  }
  return Object.keys(flips).length === 0 ? { design } : { design, flips };
}

/** The rules with these IDs, in the given order; throws a RangeError for one that does not exist. */
export function findRules(ids: readonly string[]): LbrRule[] {
  return ids.map((id) => {
    const rule = ruleById(id);
    if (rule === undefined) throw new RangeError(`there is no rule "${id}"`);
    return rule;
  });
}
