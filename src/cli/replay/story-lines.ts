import type { Story, StoryStep } from '../../spec/verify/story.ts';

/**
 * A run of the protocol world as JSON lines: the state before it, each step with the state after it, and at the end the
 * rules that it breaks and keeps. With `explain`, kernel functions and all that changes.
 */
export function storyLines(story: Story, explain: boolean): object[] {
  const { design, instance, cpus, events, steps, breaks, keeps, silent } = story;
  return [
    { design, instance, cpus, events },
    ...steps.map((step) => stepLine(step, explain)),
    {
      breaks: breaks.map(({ rule, title, step, never }) => ({ rule, step, title, ...(never && { never }) })),
      keeps,
      silent,
    },
  ];
}

function stepLine({ view, args, breaks, rule, why, ...line }: StoryStep, explain: boolean): object {
  if (view === undefined) return { ...line, ...(explain && { rule, why }) };
  const { functions, changes, note, cpus, events } = view;
  return {
    ...line,
    args,
    ...(note !== undefined && { note }),
    ...(explain && { functions, changes }),
    cpus,
    events,
    breaks,
  };
}
