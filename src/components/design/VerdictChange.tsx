import type { MatrixRow } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { VerdictMark } from '../rule/VerdictMark.tsx';

interface Props {
  readonly before: string;
  readonly after: string;
  /** Rules that all change in the same way. */
  readonly rules: readonly (readonly [id: string, row: MatrixRow])[];
}

/** One kind of change, and the rules that make it. */
export function VerdictChange({ before, after, rules }: Props) {
  const cells = rules[0]?.[1].cells;
  const from = cells?.[before]?.verdict;
  const to = cells?.[after]?.verdict;
  return (
    <section>
      <h3 className="change">
        {from !== undefined && <VerdictMark verdict={from} />} <span aria-label="becomes">→</span>{' '}
        {to !== undefined && <VerdictMark verdict={to} />} <span className="hint">{rules.length}</span>
      </h3>
      <ul className="rule-list">
        {rules.map(([id, { title }]) => (
          <li key={id}>
            <Link to={`/r/${id}/#on-${after}`} className="rule-ref">
              {id}
            </Link>{' '}
            {title}
          </li>
        ))}
      </ul>
    </section>
  );
}
