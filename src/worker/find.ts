import { designNamed } from '../spec/designs/index.ts';
import { noSuch } from '../spec/kit/no-such.ts';
import { protocolSwitches } from '../spec/switches/protocol.ts';
import { registerSwitches } from '../spec/switches/register.ts';
import { ruleById, type LbrRule } from '../spec/rules/index.ts';
import type { Subject } from '../spec/verify/job.ts';

type Flips = Readonly<Record<string, string>>;
type Table = Readonly<Record<string, { readonly values: Flips }>>;

/** The design of that name with switches flipped; throws a RangeError for a design, switch or value that does not exist. */
export function subjectOf(design: string, flips: Flips): Subject {
  designNamed(design);
  const table: Table = { ...protocolSwitches, ...registerSwitches };
  for (const [name, value] of Object.entries(flips)) {
    if (!Object.hasOwn(table, name)) throw noSuch('switch', name, Object.keys(table));
    const values = Object.keys(table[name].values);
    if (!values.includes(value)) throw noSuch(`value of ${name}`, value, values);
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
