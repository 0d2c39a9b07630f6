import type { Departure, RunView, StepView } from '../run-view.ts';
import type { Scenario, ScenarioStep } from '../types.ts';

/** Bookkeeping that a reader does not see, and the top of stack, which alone decides little. */
const ASIDE = /guest mask|is bound to|TOS moved by/;

/**
 * The first step that another design does otherwise, with what it does instead. `replay` describes the same steps on the
 * other design, and throws where they cannot be taken there. Undefined where the runs do not differ.
 */
export function departureOf(
  run: RunView,
  other: string,
  replay: (scenario: Scenario) => RunView,
): Departure | undefined {
  const { violates: _, switches: __, ...scenario } = run.scenario;
  const theirs = longest({ ...scenario, design: other }, replay);
  return firstDifference(run, theirs, other, ASIDE) ?? firstDifference(run, theirs, other, /guest mask|is bound to/);
}

/** The run as far as the other design takes it. */
function longest(scenario: Scenario, replay: (scenario: Scenario) => RunView): RunView {
  let steps: readonly ScenarioStep[] = scenario.steps;
  for (;;) {
    try {
      return replay({ ...scenario, steps });
    } catch (error) {
      if (steps.length === 0) throw error;
      steps = steps.slice(0, -1);
    }
  }
}

const resultOf = ({ result, value }: StepView): string =>
  [result, value].filter((part) => part !== undefined).join(' ');

function firstDifference(run: RunView, theirs: RunView, other: string, aside: RegExp): Departure | undefined {
  for (const [step, here] of run.steps.entries()) {
    const there = theirs.steps.at(step);
    if (there === undefined) return { step, design: other, here: [], there: [], blocked: true };
    const mine = here.changes.filter(({ what }) => !aside.test(what));
    const instead = there.changes.filter(({ what }) => !aside.test(what));
    const results = { here: resultOf(here), there: resultOf(there) };
    if (results.here !== results.there) return { step, design: other, here: [], there: [], results, blocked: false };
    const key = (changes: typeof mine): string[] => changes.map(({ what, from, to }) => `${what}:${from}:${to}`);
    const [a, b] = [key(mine), key(instead)];
    if (a.join() === b.join() && here.note === there.note) continue;
    return {
      step,
      design: other,
      here: mine.filter((_, index) => !b.includes(a[index])),
      there: instead.filter((_, index) => !a.includes(b[index])),
      blocked: false,
    };
  }
  return undefined;
}
