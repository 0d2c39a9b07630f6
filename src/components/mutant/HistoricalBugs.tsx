import type { MutantData } from '@site/src/site-data/types.ts';
import type { ExhibitData } from '@site/src/site-data/museum.ts';
import { Link } from '../site/links.tsx';
import { HistoricalBug } from './HistoricalBug.tsx';

interface Props {
  readonly mutants: readonly MutantData[];
  readonly titles: Readonly<Record<string, string>>;
  readonly exhibits: readonly Pick<ExhibitData, 'bug' | 'anchor' | 'title'>[];
}

/** Mutants with the name of a bug; what went wrong is told in the museum. */
export function HistoricalBugs({ mutants, titles, exhibits }: Props) {
  const bugs = mutants.filter(({ bug }) => bug !== undefined);
  return (
    <>
      <h2 id="historical">Historical bugs of the register world ({bugs.length})</h2>
      <p>
        Each takes one or more flips at once. Those of the protocol world are single flips above; the{' '}
        <Link to="/museum/">museum</Link> has both.
      </p>
      <ul>
        {bugs.map(({ name, bug, killedBy }) => {
          const exhibit = exhibits.find((one) => one.bug === bug);
          return exhibit === undefined ? null : (
            <HistoricalBug key={name} name={name} killedBy={killedBy} titles={titles} exhibit={exhibit} />
          );
        })}
      </ul>
    </>
  );
}
