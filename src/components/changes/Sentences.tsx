import type { RuleChange } from '@spec/registry/change-log.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';

/** The old sentence beside the new one, or beside what replaced a retired rule. */
export function Sentences({ change }: { readonly change: RuleChange }) {
  const { before, after, replacedBy = [] } = change;
  return (
    <div className="sentences">
      <div>
        <h3>Before</h3>
        <p>{before === undefined ? 'Not recorded.' : <RichText text={before} normative />}</p>
      </div>
      <div>
        <h3>After</h3>
        {after === undefined ? <Successors ids={replacedBy} /> : <RichText text={after} normative />}
      </div>
    </div>
  );
}

function Successors({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return <p>Retired, and not replaced.</p>;
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          Replaced by{' '}
          <Link to={`/r/${id}/`} className="rule-ref">
            {id}
          </Link>
        </li>
      ))}
    </ul>
  );
}
