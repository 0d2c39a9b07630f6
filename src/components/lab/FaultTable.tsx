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
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">Fault</th>
            <th scope="col">Where</th>
            <th scope="col">Outcome</th>
            <th scope="col">Workloads</th>
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
      <td data-label="Where" className="whole-names">
        {kind === 'kernel' ? <code>{where}</code> : <>CPU: {where}</>}
      </td>
      <td data-label="Outcome">
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
      <td data-label="Workloads">
        <Workloads seenBy={[...shown, ...changed].map(({ workload }) => workload)} notSeenBy={notSeenBy} />
      </td>
    </tr>
  );
}

interface WorkloadsProps {
  readonly seenBy: readonly string[];
  readonly notSeenBy: readonly string[];
}

/** How many workloads see the fault; which ones, when it is opened. */
function Workloads({ seenBy, notSeenBy }: WorkloadsProps) {
  const all = seenBy.length + notSeenBy.length;
  if (all === 0) return null;
  return (
    <details>
      <summary>
        {seenBy.length} of {all} see it
      </summary>
      {seenBy.length > 0 && <p>Seen by {seenBy.join(', ')}.</p>}
      {notSeenBy.length > 0 && <p>Not seen by {notSeenBy.join(', ')}.</p>}
    </details>
  );
}
