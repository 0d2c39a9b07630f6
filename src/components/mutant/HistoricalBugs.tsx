import type { MutantData } from '@site/src/site-data/types.ts';
import type { MuseumBugData } from '@site/src/site-data/museum.ts';
import { Link } from '../site/links.tsx';
import { HistoricalBug } from './HistoricalBug.tsx';

interface Props {
  readonly mutants: readonly MutantData[];
  readonly titles: Readonly<Record<string, string>>;
  readonly bugs: readonly Pick<MuseumBugData, 'bug' | 'anchor' | 'title'>[];
}

/** Mutants with the name of a bug; what went wrong is told in the museum. */
export function HistoricalBugs({ mutants, titles, bugs: entries }: Props) {
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
          const entry = entries.find((one) => one.bug === bug);
          return entry === undefined ? null : (
            <HistoricalBug key={name} name={name} killedBy={killedBy} titles={titles} entry={entry} />
          );
        })}
      </ul>
    </>
  );
}
