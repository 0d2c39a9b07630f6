import type { LabResults } from '@spec/lab/results.ts';
import { Stamped } from './Stamped.tsx';

/** When the lab ran, on which kernels and CPU, and what has changed since. */
export function LabStamp({ results }: { readonly results: LabResults }) {
  const { date, model, agent, cpu, judge, kernels, entries } = results;
  const seen = new Set(
    entries.filter(({ outcome, control }) => outcome === 'seen' && control !== true).map(({ rule }) => rule),
  );
  const controls = entries.filter(({ control }) => control === true);
  const broken = controls.filter(({ outcome }) => outcome === 'seen').length;
  return (
    <>
      <p>
        {seen.size} rules are seen violated in whole kernels; of {controls.length} controls, in which the model says
        that the rule is kept, {broken} show a violation.
      </p>
      <Stamped stamps={results}>
        The runs are of {date}; model <code>{model.slice(0, 12)}</code>, agent <code>{agent.slice(0, 12)}</code>, CPU{' '}
        <code>{cpu.slice(0, 12)}</code>, judge <code>{judge.slice(0, 12)}</code>; images{' '}
        {kernels.map(({ version, image }) => `${version} ${image.slice(0, 12)}`).join(', ')}.
      </Stamped>
    </>
  );
}
