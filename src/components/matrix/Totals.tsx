import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { Verdict } from '@spec/kit/rule.ts';

/** The numbers behind the matrix in one sentence. */
export function Totals({ data }: { readonly data: MatrixData }) {
  const rows = Object.values(data.rows);
  const cells = rows.flatMap(({ cells: own }) => Object.values(own));
  const of = (verdict: Verdict): number => cells.filter((cell) => cell.verdict === verdict).length;
  return (
    <p className="totals">
      {rows.length} rules on {data.designs.length} designs: {of('holds')} hold, {of('violated')} are violated,{' '}
      {of('not-applicable')} do not apply, {of('not-established')} are not established.
    </p>
  );
}
