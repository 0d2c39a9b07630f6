import { showing, type FaultEntry, type FaultResults } from '@spec/lab/faults.ts';
import { Link } from '../site/links.tsx';

const WORD = {
  found: 'found',
  changes: 'changes what is seen',
  missed: 'not found',
  'cannot-be-planted': 'cannot be planted',
} as const;

/** Planted faults: what finds each, and what does not. */
export function FaultTable({ results: { faults } }: { readonly results: FaultResults }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Planted faults">
      <table>
        <thead>
          <tr>
            <th scope="col">Fault</th>
            <th scope="col">Where</th>
            <th scope="col">Outcome</th>
            <th scope="col">Seen by</th>
            <th scope="col">Not seen by</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <Row key={`${fault.kernel} ${fault.name}`} fault={fault} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ fault }: { readonly fault: FaultEntry }) {
  const { title, kind, where, kernel, outcome, reason, seenBy, notSeenBy } = fault;
  const shown = showing(fault);
  const changed = seenBy.filter((sighting) => !shown.includes(sighting));
  const rules = [...new Set(shown.flatMap((sighting) => sighting.rules))].toSorted();
  const unmet = [...new Set(shown.flatMap((sighting) => sighting.unmet))];
  return (
    <tr>
      <th scope="row">
        {title}
        <br />
        <small>Linux {kernel}</small>
      </th>
      <td>{kind === 'kernel' ? <code>{where}</code> : <>CPU: {where}</>}</td>
      <td>
        <b>{WORD[outcome]}</b>
        {reason !== undefined && <>: {reason}</>}
        {rules.map((rule) => (
          <span key={rule}>
            {' '}
            <Link to={`/r/${rule}/`} className="rule-ref">
              {rule}
            </Link>
          </span>
        ))}
        {unmet.length > 0 && <> {unmet[0]}.</>}
        {outcome === 'changes' && changed[0]?.differs !== undefined && <>: {changed[0].differs}.</>}
      </td>
      <td>{[...shown, ...changed].map(({ workload }) => workload).join(', ')}</td>
      <td>{notSeenBy.join(', ')}</td>
    </tr>
  );
}
