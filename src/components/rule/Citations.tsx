import type { RuleLink } from '@site/src/site-data/types.ts';
import { Link } from '../site/links.tsx';

/** The rules that name this one. */
export function Citations({ citedBy }: { readonly citedBy: readonly RuleLink[] }) {
  if (citedBy.length === 0) return null;
  return (
    <>
      <h3>Cited by</h3>
      <ul className="cited-by">
        {citedBy.map(({ id, title }) => (
          <li key={id}>
            <Link to={`/r/${id}/`} className="rule-ref">
              {id}
            </Link>{' '}
            {title}
          </li>
        ))}
      </ul>
    </>
  );
}
