import type { RuleData, VerdictData } from '@site/src/site-data/types.ts';
import { Link } from '../site/links.tsx';
import { Part } from './Part.tsx';

/** The counterexamples in words; the drawn ones are on the rule's own page. */
export function Traces({ rule }: { readonly rule: RuleData }) {
  const violated = rule.verdicts.filter(({ steps }) => steps !== undefined);
  if (violated.length === 0) return null;
  return (
    <Part title={`Counterexamples (${violated.length})`}>
      {groupBySteps(violated).map(({ designs, steps }) => (
        <div key={designs[0]} className="trace">
          <p>
            Violated on {designs.join(', ')} in {steps.length} steps;{' '}
            <Link to={`/r/${rule.id}/#on-${designs[0]}`}>step through it</Link>.
          </p>
          <ol className="trace-steps">
            {steps.map(({ actor, label }, index) => (
              <li key={index}>
                <b>{actor}</b> {label}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </Part>
  );
}

function groupBySteps(verdicts: readonly VerdictData[]) {
  const groups = new Map<string, { readonly designs: string[]; readonly steps: NonNullable<VerdictData['steps']> }>();
  for (const { design, steps = [] } of verdicts) {
    const key = JSON.stringify(steps);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { designs: [design], steps });
    else group.designs.push(design);
  }
  return [...groups.values()].sort((a, b) => a.steps.length - b.steps.length);
}
