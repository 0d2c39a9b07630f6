import type { FlipContext, MutantData } from '@site/src/site-data/types.ts';
import { useAnchor } from '../site/links.tsx';
import { mutantAnchor } from '@site/src/site-data/mutant-anchor.ts';
import { Flips } from './Flips.tsx';
import { KilledBy } from './KilledBy.tsx';
import { ShortRun } from './ShortRun.tsx';

/** One mutant: what is flipped, who notices, and the shortest run that shows it. */
export function MutantEntry({ mutant, context }: { readonly mutant: MutantData; readonly context: FlipContext }) {
  const { name, world, flips, killedBy, scenario, steps } = mutant;
  return (
    <div className="mutant" id={useAnchor(mutantAnchor(world, name))}>
      <Flips world={world} flips={flips} switches={context.switches} />
      <p>
        <KilledBy rules={killedBy} titles={context.titles} />
      </p>
      {scenario !== undefined && <ShortRun scenario={scenario} steps={steps} modelHash={context.modelHash} />}
    </div>
  );
}
