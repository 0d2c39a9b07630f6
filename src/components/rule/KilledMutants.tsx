import type { KilledMutant } from '@site/src/site-data/types.ts';
import { mutantAnchor } from '@site/src/site-data/mutant-anchor.ts';
import { Link } from '../site/links.tsx';

/** The mutants that this rule notices: what would break without it. */
export function KilledMutants({ killed }: { readonly killed: readonly KilledMutant[] }) {
  if (killed.length === 0) return <p>This rule kills no mutant: a hole in the contract.</p>;
  return (
    <>
      <h3>Mutants killed ({killed.length})</h3>
      <p className="hint">The contract with these switches flipped breaks this rule.</p>
      <ul className="killed">
        {killed.map(({ name, world, flips, bug }) => (
          <li key={`${world} ${name}`}>
            <Link to={`/mutants/#${mutantAnchor(world, name)}`}>{name}</Link>
            {bug !== undefined &&
              `: ${Object.entries(flips)
                .map(([key, value]) => `${key}=${value}`)
                .join(', ')}`}
          </li>
        ))}
      </ul>
    </>
  );
}
