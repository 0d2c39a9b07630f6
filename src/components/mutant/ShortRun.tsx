import type { StepLine } from '@site/src/site-data/step-line.ts';
import type { Scenario } from '@spec/scenario/types.ts';
import { scenarioFragment } from '@spec/scenario/link.ts';
import { Link } from '../site/links.tsx';

interface Props {
  readonly scenario: Scenario;
  readonly steps: readonly StepLine[];
  readonly modelHash: string;
}

/** The shortest run in words, and the link that opens it as a timeline. */
export function ShortRun({ scenario, steps, modelHash }: Props) {
  return (
    <details className="part short-run">
      <summary>
        {steps.length} {steps.length === 1 ? 'step shows' : 'steps show'} it
      </summary>
      <div className="part-body">
        <p>
          <Link to={`/workbench/#${scenarioFragment({ scenario, model: modelHash })}`}>Open as a timeline</Link>
        </p>
        <ol className="trace-steps">
          {steps.map(({ actor, label }, index) => (
            <li key={index}>
              {actor} {label}
            </li>
          ))}
        </ol>
      </div>
    </details>
  );
}
