import type { MatrixRow } from '@site/src/site-data/matrix.ts';
import { VerdictMark } from '../rule/VerdictMark.tsx';
import { Link } from '../site/links.tsx';

interface Props {
  readonly ids: readonly string[];
  readonly design: string;
  readonly rows: Readonly<Record<string, MatrixRow>>;
}

/** Rules with their verdicts on a design; each leads to that verdict on the page of the rule. */
export function RuleList({ ids, design, rows }: Props) {
  return (
    <ul className="rule-list">
      {ids.map((id) => {
        const cell = rows[id]?.cells[design];
        return (
          <li key={id}>
            {cell !== undefined && <VerdictMark verdict={cell.verdict} short />}{' '}
            <Link to={`/r/${id}/#on-${design}`} className="rule-ref">
              {id}
            </Link>{' '}
            {rows[id]?.title}
            {cell?.steps !== undefined && <span className="hint"> in {cell.steps} steps</span>}
          </li>
        );
      })}
    </ul>
  );
}
