import data from '@generated/lbr-spec/default/museum.json';
import type { MuseumData } from '@site/src/site-data/museum.ts';
import type { FlipContext } from '@site/src/site-data/types.ts';
import { PageContents } from '../site/PageContents.tsx';
import { BugEntry } from './BugEntry.tsx';

const museum = data as unknown as MuseumData & FlipContext;

/** The bugs of both worlds by year. */
export function Museum() {
  const { bugs } = museum;
  const years = [...new Set(bugs.map(({ year }) => year))];
  const fixed = bugs.filter(({ commit }) => commit !== undefined).length;
  return (
    <>
      <p>
        {bugs.length} bugs from {years[0]} to {years.at(-1)}: {fixed} were ended by a commit, {bugs.length - fixed} were
        reported, or belong to series that were not merged.
      </p>
      <PageContents toc={years.map((year) => ({ value: String(year), id: `y${year}`, level: 2 }))} />
      {years.map((year) => (
        <section key={year} className="museum-year" aria-labelledby={`y${year}`}>
          <h2 id={`y${year}`}>{year}</h2>
          {bugs
            .filter((bug) => bug.year === year)
            .map((bug) => (
              <BugEntry key={bug.bug} entry={bug} context={museum} />
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
