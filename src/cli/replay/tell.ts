import { designNames } from '../../spec/designs/index.ts';
import { ScenarioError } from '../../spec/scenario/problem.ts';
import type { Scenario } from '../../spec/scenario/types.ts';
import { storyOf, type Story } from '../../spec/verify/story.ts';
import { storyLines } from './story-lines.ts';
import { breaksText, storyText } from './story-text.ts';

interface How {
  readonly json: boolean;
  readonly explain: boolean;
}

/** A run of the protocol world, told as text or as JSON lines. Throws a ScenarioError. */
export function tell(scenario: Scenario, { json, explain }: How): string {
  const story = storyOf(scenario);
  return json ? jsonText(storyLines(story, explain)) : storyText(story, explain);
}

/** The run on each design, as far as the design takes it. Throws the first ScenarioError where no design takes all of it. */
export function tellOnAll(scenario: Scenario, { json, explain }: How): string {
  const told = designNames.map((design) => asFarAsItGoes({ ...scenario, design }));
  if (told.every(({ error }) => error !== undefined)) throw told[0].error;
  return told
    .map(({ story, error }) => {
      if (!json) return breaksText(story, error?.message);
      const { design } = story;
      const lines = [...storyLines(story, explain), ...(error === undefined ? [] : [{ stops: error.message }])];
      return jsonText(lines.map((line) => ({ ...line, design })));
    })
    .join('');
}

/** The story up to the step that cannot be taken, and why it cannot. */
function asFarAsItGoes(scenario: Scenario): { readonly story: Story; readonly error?: ScenarioError } {
  try {
    return { story: storyOf(scenario) };
  } catch (error) {
    const step = error instanceof ScenarioError ? /^\$\.steps\[(\d+)\]/.exec(error.path)?.[1] : undefined;
    if (!(error instanceof ScenarioError) || step === undefined) throw error;
    return { ...asFarAsItGoes({ ...scenario, steps: scenario.steps.slice(0, Number(step)) }), error };
  }
}

const jsonText = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
