import type { KilledMutant } from '@site/plugins/data/types.ts';
import { Link } from '../site/links.tsx';

/** The mutants that this rule notices: what would break without it. */
export function KilledMutants({ killed }: { readonly killed: readonly KilledMutant[] }) {
  if (killed.length === 0) return <p>No mutant is killed by this rule: a hole in the contract.</p>;
  return (
    <>
      <h3>Mutants killed ({killed.length})</h3>
      <ul className="killed">
        {killed.map(({ name, base, flips, bug }) => (
          <li key={`${base}/${name}`}>
            <Link to={`/mutants/#${name}`}>{name}</Link>: {base} with{' '}
            {Object.entries(flips).map(([key, value]) => (
              <code key={key}>
                {key}={value}
              </code>
            ))}
            {bug !== undefined && ` (bug ${bug})`}
          </li>
        ))}
      </ul>
    </>
  );
}
