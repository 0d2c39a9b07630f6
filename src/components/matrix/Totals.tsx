import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { Verdict } from '@spec/kit/rule.ts';

/** The numbers behind the matrix in one sentence. */
export function Totals({ data }: { readonly data: MatrixData }) {
  const rows = Object.values(data.rows);
  const cells = rows.flatMap(({ cells: own }) => Object.values(own));
  const of = (verdict: Verdict): string =>
    cells.filter((cell) => cell.verdict === verdict).length.toLocaleString('en-US');
  return (
    <p className="totals">
      {cells.length.toLocaleString('en-US')} verdicts, one for each of {rows.length} rules on each of{' '}
      {data.designs.length} designs: {of('holds')} holds, {of('violated')} violated, {of('not-applicable')} not
      applicable, {of('not-established')} not established.
    </p>
  );
}
