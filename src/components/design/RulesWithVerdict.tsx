import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { Verdict } from '@spec/kit/rule.ts';
import { Link } from '../site/links.tsx';
import { VerdictMark } from '../rule/VerdictMark.tsx';

interface Props {
  readonly title: string;
  readonly verdict: Verdict;
  readonly design: string;
  readonly data: MatrixData;
}

/** The rules on which a design got this verdict. */
export function RulesWithVerdict({ title, verdict, design, data }: Props) {
  const found = Object.entries(data.rows).filter(([, row]) => row.cells[design]?.verdict === verdict);
  if (found.length === 0) return null;
  return (
    <>
      <h2>
        {title} ({found.length})
      </h2>
      <ul className="rule-list">
        {found.map(([id, row]) => (
          <li key={id}>
            <VerdictMark verdict={verdict} short />{' '}
            <Link to={`/r/${id}/#on-${design}`} className="rule-ref">
              {id}
            </Link>{' '}
            {row.title}
            {row.cells[design]?.steps !== undefined && (
              <span className="hint"> in {row.cells[design]?.steps} steps</span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
