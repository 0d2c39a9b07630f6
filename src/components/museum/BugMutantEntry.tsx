import type { BugMutant } from '@site/src/site-data/museum.ts';
import type { FlipContext } from '@site/src/site-data/types.ts';
import { mutantAnchor } from '@site/src/site-data/mutant-anchor.ts';
import { Flips } from '../mutant/Flips.tsx';
import { ShortRun } from '../mutant/ShortRun.tsx';
import { Link } from '../site/links.tsx';

/** How a bug is brought back into the contract, the rule that catches it, and the shortest run. */
export function BugMutantEntry({ entry, context }: { readonly entry: BugMutant; readonly context: FlipContext }) {
  const { world, flips, mutant, caughtBy, alsoCaughtBy, scenario, steps } = entry;
  return (
    <div className="bug-mutant">
      <Flips world={world} flips={flips} switches={context.switches} />
      <p>
        Caught by{' '}
        <Link to={`/r/${caughtBy}/`} className="rule-ref">
          {caughtBy}
        </Link>{' '}
        {context.titles[caughtBy]}
        {alsoCaughtBy.length > 0 && (
          <>
            {' '}
            <Link to={`/mutants/#${mutantAnchor(world, mutant)}`}>
              and {alsoCaughtBy.length} more {alsoCaughtBy.length === 1 ? 'rule' : 'rules'}
            </Link>
          </>
        )}
        .
      </p>
      <ShortRun scenario={scenario} steps={steps} modelHash={context.modelHash} />
    </div>
  );
}
