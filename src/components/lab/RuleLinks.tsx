import { Link } from '../site/links.tsx';

/** Links to rules, with commas between them. */
export function RuleLinks({ rules }: { readonly rules: readonly string[] }) {
  return rules.map((rule, index) => (
    <span key={rule}>
      {index > 0 && ', '}
      <Link to={`/r/${rule}/`} className="rule-ref">
        {rule}
      </Link>
    </span>
  ));
}
