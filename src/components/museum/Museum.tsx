import data from '@generated/lbr-spec/default/museum.json';
import type { MuseumData } from '@site/src/site-data/museum.ts';
import type { FlipContext } from '@site/src/site-data/types.ts';
import { ExhibitEntry } from './ExhibitEntry.tsx';

const museum = data as unknown as MuseumData & FlipContext;

/** The exhibits of both worlds by year. */
export function Museum() {
  const { exhibits } = museum;
  const years = [...new Set(exhibits.map(({ year }) => year))];
  const fixed = exhibits.filter(({ commit }) => commit !== undefined).length;
  return (
    <>
      <p>
        {exhibits.length} bugs from {years[0]} to {years.at(-1)}: {fixed} were ended by a commit,{' '}
        {exhibits.length - fixed} were reported, or belong to series that were not merged.
      </p>
      {years.map((year) => (
        <section key={year} className="museum-year" aria-labelledby={`y${year}`}>
          <h2 id={`y${year}`}>{year}</h2>
          {exhibits
            .filter((exhibit) => exhibit.year === year)
            .map((exhibit) => (
              <ExhibitEntry key={exhibit.bug} exhibit={exhibit} context={museum} />
            ))}
        </section>
      ))}
    </>
  );
}

/** Recorded bugs that the museum does not show, with the reason. */
export function NotExpressed() {
  return (
    <dl className="not-expressed">
      {museum.notExpressed.map(({ bug, reason }) => (
        <div key={bug}>
          <dt>{bug}</dt>
          <dd>{reason}</dd>
        </div>
      ))}
    </dl>
  );
}
