import { designByName } from '../designs/index.ts';
import { fileOfDesign } from './declarations.ts';
import type { MutantEntry, VerdictEntry } from './verdict-file.ts';

/** What is not as declared, one line each, greppable; empty where everything is. */
export function problemsOf(verdicts: readonly VerdictEntry[], mutants: readonly MutantEntry[]): string[] {
  return [...verdicts.flatMap(verdictProblem), ...killProblems(verdicts, mutants)];
}

function verdictProblem({ rule, design, verdict, expected, reason }: VerdictEntry): string[] {
  if (verdict === expected) return [];
  const why = reason === undefined ? '' : ` (${reason})`;
  return [`${rule} on ${design}: found ${verdict}${why}, declared ${expected}${remedy({ rule, design, verdict })}`];
}

/** What to write where the run is right and the declaration is not. */
function remedy({ rule, design, verdict }: Pick<VerdictEntry, 'rule' | 'design' | 'verdict'>): string {
  const found = designByName(design);
  if (found === undefined || (verdict !== 'holds' && verdict !== 'violated')) return '';
  const [says, unsays] = verdict === 'violated' ? (['breaks', 'mends'] as const) : (['mends', 'breaks'] as const);
  const taken = found[unsays].some((name) => name === rule);
  const what = taken ? `take it out of "${unsays}"` : `add it to "${says}"`;
  return `; if that is what the design does, ${what} in ${fileOfDesign(design)}`;
}

/** Each rule has to be killed by a mutant, and each mutant by a rule. */
function killProblems(verdicts: readonly VerdictEntry[], mutants: readonly MutantEntry[]): string[] {
  if (mutants.length === 0) return [];
  const killers = new Set(mutants.flatMap(({ killedBy }) => killedBy));
  const rules = [...new Set(verdicts.map(({ rule }) => rule))];
  return [
    ...rules
      .filter((rule) => !killers.has(rule))
      .map((rule) => `${rule} is killed by no mutant: its property may be vacuous`),
    ...mutants
      .filter(({ killedBy }) => killedBy.length === 0)
      .map(
        ({ name }) =>
          `mutant ${name} is killed by no rule: a hole in the contract; write a rule that notices it, or permit it with a reason in src/spec/designs/permitted.ts`,
      ),
  ];
}
