import type { MutantData } from '@site/plugins/data/types.ts';
import { Link, useAnchor } from '../site/links.tsx';

/** One mutant: what is flipped, who notices, and the shortest run that shows it. */
export function MutantEntry({ mutant }: { readonly mutant: MutantData }) {
  const { name, base, flips, killedBy, bug, steps } = mutant;
  return (
    <section className="mutant" id={useAnchor(name)}>
      <h2>{name}</h2>
      <p>
        <Link to={`/designs/${base}/`}>{base}</Link> with{' '}
        {Object.entries(flips).map(([key, value]) => (
          <code key={key}>
            {key}={value}
          </code>
        ))}
        {bug !== undefined && <span> · historical bug {bug}</span>}
      </p>
      <p>
        {killedBy.length === 0 ? <b>Survives: no rule notices.</b> : 'Killed by '}
        {killedBy.map((id) => (
          <Link key={id} to={`/r/${id}/`} className="rule-ref">
            {id}
          </Link>
        ))}
      </p>
      {steps.length > 0 && (
        <details className="part">
          <summary>The run that shows it ({steps.length} steps)</summary>
          <ol className="trace-steps">
            {steps.map(({ actor, label }, index) => (
              <li key={index}>
                <b>{actor}</b> {label}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
