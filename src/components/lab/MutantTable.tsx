import type { SeriesChange, SeriesResults } from '@spec/lab/series.ts';
import { RuleLinks } from './RuleLinks.tsx';

const WORD = { found: 'found', changes: 'changes what is seen', missed: 'not found' } as const;

/** Mutants of kernels that were built from source: what notices each. */
export function MutantTable({ results: { kernels } }: { readonly results: SeriesResults }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Mutants">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">Mutant</th>
            <th scope="col">Held against</th>
            <th scope="col">Outcome</th>
            <th scope="col">Seen by</th>
          </tr>
        </thead>
        <tbody>
          {kernels.flatMap(({ version, changes }) =>
            changes
              .filter(({ kind }) => kind === 'mutant')
              .map((mutant) => <Row key={`${version} ${mutant.name}`} version={version} mutant={mutant} />),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ version, mutant }: { readonly version: string; readonly mutant: SeriesChange }) {
  const { what, of, outcome = 'missed', reason, seenBy = [], differing = 0 } = mutant;
  const rules = [...new Set(seenBy.flatMap((sighting) => sighting.rules))].toSorted();
  const [first] = seenBy;
  return (
    <tr>
      <th scope="row">{what}</th>
      <td data-label="Held against">
        Linux {version}
        {of !== undefined && (
          <>
            {' '}
            with <code>{of}</code>
          </>
        )}
      </td>
      <td data-label="Outcome">
        <b>{WORD[outcome]}</b>
        {reason !== undefined && <>: {reason}</>} <RuleLinks rules={rules} />
        {outcome === 'changes' && first?.differs !== undefined && <>: {first.differs}</>}
        {seenBy.flatMap(({ stops }) => stops ?? [])[0] !== undefined && <> A run does not end.</>}
      </td>
      <td data-label="Seen by">
        {seenBy.map(({ workload }) => workload).join(', ')}
        {differing > seenBy.length && <>; {differing - seenBy.length} more differ in numbers</>}
      </td>
    </tr>
  );
}
