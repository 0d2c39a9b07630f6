import { museum, notExpressed, type MuseumBug } from '../spec/designs/museum/index.ts';
import type { MutantEntry, VerdictFile } from '../spec/verify/verdict-file.ts';
import type { RunView } from '../spec/scenario/run-view.ts';
import type { Scenario } from '../spec/scenario/types.ts';
import { mutantAnchor } from './mutant-anchor.ts';
import type { StepLine } from './step-line.ts';

/** The bug museum as its page shows it: the oldest first. */
export interface MuseumData {
  readonly bugs: readonly MuseumBugData[];
  /** Bugs that no switch can bring back, and why. */
  readonly notExpressed: readonly { readonly bug: string; readonly reason: string }[];
}

/** One bug of the record. It may be brought back in both worlds. */
export interface MuseumBugData {
  readonly bug: string;
  /** ID on the page. */
  readonly anchor: string;
  readonly year: number;
  readonly commit?: string;
  readonly title: string;
  /** What went wrong. */
  readonly text: string;
  readonly mutants: readonly BugMutant[];
}

/** A mutant that has the bug, the rule that catches it, and the shortest run that shows it. */
export interface BugMutant {
  readonly world: 'protocol' | 'register';
  readonly mutant: string;
  readonly flips: Readonly<Record<string, string>>;
  readonly caughtBy: string;
  /** Other rules that notice. */
  readonly alsoCaughtBy: readonly string[];
  readonly scenario: Scenario;
  readonly steps: readonly StepLine[];
}

/** Joins the bugs of both worlds with what the run of `verify` found; throws an Error where one is not caught. */
export function museumData(file: VerdictFile, replay: (scenario: Scenario) => RunView): MuseumData {
  const mutants = new Map(file.mutants.map((mutant) => [mutantAnchor(mutant.world, mutant.name), mutant]));
  const mutantOf = (world: BugMutant['world'], bug: string, name: string, caughtBy?: string): BugMutant => {
    const mutant = mutants.get(mutantAnchor(world, name));
    if (mutant === undefined)
      throw new Error(`museum: bug ${bug} names the mutant "${name}", which was not run; run "npm run verify"`);
    return bugMutant(bug, mutant, replay, caughtBy);
  };
  const entryOf = ({ bug, year, title, text, commit, protocol, register }: MuseumBug): MuseumBugData => ({
    bug,
    anchor: bug.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    year,
    title,
    ...(commit === undefined ? {} : { commit }),
    text,
    mutants: [
      ...(protocol === undefined ? [] : [mutantOf('protocol', bug, flipName(protocol.flips), protocol.caughtBy)]),
      ...(register === undefined ? [] : [mutantOf('register', bug, `bug ${bug}`)]),
    ],
  });
  return {
    bugs: museum.map(entryOf).sort((a, b) => a.year - b.year || (a.bug < b.bug ? -1 : 1)),
    notExpressed: Object.entries(notExpressed).map(([bug, reason]) => ({ bug, reason })),
  };
}

/** The name of the mutant with these flips. */
function flipName(flips: Readonly<Record<string, string>>): string {
  return Object.entries(flips)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** The run of the rule that is named, or the shortest of all. */
function bugMutant(
  bug: string,
  mutant: MutantEntry,
  replay: (scenario: Scenario) => RunView,
  wanted?: string,
): BugMutant {
  const { name, world, flips, killedBy, counterexamples } = mutant;
  const [shortest] = Object.entries(counterexamples).sort(([, a], [, b]) => a.steps.length - b.steps.length);
  const named = wanted === undefined ? undefined : counterexamples[wanted];
  const [caughtBy, scenario] = wanted !== undefined && named !== undefined ? [wanted, named] : (shortest ?? []);
  if (caughtBy === undefined || scenario === undefined || (wanted !== undefined && !killedBy.includes(wanted)))
    throw new Error(`museum: bug ${bug}: ${wanted ?? 'no rule'} does not notice the mutant "${name}"`);
  return {
    world,
    mutant: name,
    flips,
    caughtBy,
    alsoCaughtBy: killedBy.filter((id) => id !== caughtBy),
    scenario,
    steps: replay(scenario).steps.map(({ actor, label }) => ({ actor, label })),
  };
}
