import type { MatrixCell as Cell } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { verdictWords } from '../rule/verdict-words.ts';

interface Props {
  readonly rule: string;
  readonly design: string;
  readonly cell: Cell | undefined;
  /** Sign alone; the word is for those who listen. */
  readonly compact: boolean;
}

/** One verdict, leading to its evidence. Hundreds of these stand on one page: as little markup as can be. */
export function MatrixCell({ rule, design, cell, compact }: Props) {
  if (cell === undefined) return <td />;
  const { sign, short } = verdictWords[cell.verdict];
  return (
    <td className={`cell cell-${cell.verdict}${cell.surprise ? ' cell-surprise' : ''}`}>
      <Link to={`/r/${rule}/#on-${design}`} aria-label={`${rule} on ${design}: ${short}`}>
        <b aria-hidden="true">{sign}</b> {!compact && short}
      </Link>
    </td>
  );
}
