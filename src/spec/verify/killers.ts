import { mutants } from '../designs/mutants.ts';
import type { Mutant } from '../designs/mutant.ts';
import { nearest } from '../kit/nearest.ts';
import type { LbrRule } from '../rules/index.ts';
import type { MutantEntry } from './verdict-file.ts';

/**
 * The mutants that a rule names in `killedBy`: by name, or several flips of the contract as `a=b, c=d`. Throws a RangeError
 * for a name that is neither.
 */
export function killersOf({ id, world, killedBy }: LbrRule): Mutant[] {
  return killedBy.map((name) => {
    const known = mutants.find((mutant) => mutant.world === world && mutant.name === name);
    if (known !== undefined) return known;
    const parts = name.split(', ');
    const names = mutants.filter((mutant) => mutant.world === world).map((mutant) => mutant.name);
    if (parts.length > 1 && parts.every((part) => part.includes('='))) {
      return { name, world, base: 'contract', flips: Object.fromEntries(parts.map((part) => part.split('='))) };
    }
    const hint = nearest(name, names);
    const rest = hint === undefined ? 'verify without --rule lists them' : `did you mean "${hint}"?`;
    throw new RangeError(`${id}: killedBy names "${name}", which is not a mutant of the ${world} world; ${rest}`);
  });
}

/** `LBR-RST-1: killed by resetDebugctl=kept`, one line per rule; nothing of mutants that did not break it. */
export function killLines(rules: readonly LbrRule[], entries: readonly MutantEntry[]): string[] {
  return rules.flatMap(({ id, killedBy }) => {
    const killers = killedBy.filter((name) => kills(entries, name, id));
    return killers.length === 0 ? [] : [`${id}: killed by ${killers.join('; ')}`];
  });
}

/** One sentence for each mutant that a rule names and does not notice. */
export function unkilled(rules: readonly LbrRule[], entries: readonly MutantEntry[]): string[] {
  return rules.flatMap(({ id, killedBy }) =>
    killedBy
      .filter((name) => !kills(entries, name, id))
      .map((name) => `${id}: ${name} does not break it; name one in killedBy that does, or its property is vacuous`),
  );
}

const kills = (entries: readonly MutantEntry[], name: string, rule: string): boolean =>
  entries.some((entry) => entry.name === name && entry.killedBy.includes(rule));
