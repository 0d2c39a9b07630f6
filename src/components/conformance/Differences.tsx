import type { ConformanceRow } from '@spec/scenario/conformance.ts';

/** For each case with which a design disagrees: which of the two is right, and why. */
export function Differences({ rows }: { readonly rows: readonly ConformanceRow[] }) {
  return rows
    .filter(({ case: one }) => one.disagreements.length > 0)
    .map(({ case: one }) => (
      <section key={one.id}>
        <h3 id={`case-${one.id}`}>
          {one.id}: {one.title}
        </h3>
        <ul>
          {one.disagreements.map(({ designs, right, why }) => (
            <li key={designs.join()}>
              <strong>{designs.join(', ')}</strong>: {right === 'both' ? 'both are right' : `${right} is right`}. {why}
            </li>
          ))}
        </ul>
      </section>
    ));
}
